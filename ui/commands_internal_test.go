package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/model"
)

// Ages grow on the screen while nothing happens on the engine, and are looked
// at again.
func TestAgesGrow(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	ctx, cancel := context.WithCancel(t.Context())
	m := New(ctx, Options{NoColor: true, Now: func() time.Time { return now }})
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 30})
	m.session = struct{ Session }{}
	image := &model.Image{ID: "sha256:" + model.ImageID(strings.Repeat("a", 64)), Tags: []string{"app:1"}, Created: now.Add(-5 * time.Second), Size: 1e6}
	inv := model.NewInventory(model.Engine{}, now, []*model.Image{image}, nil, nil)
	snapshot := model.Snapshot{Inventory: inv, Link: model.LinkLive}
	m.snapshot = snapshot
	m.images.SetSnapshot(snapshot, now)
	shown := func() string { return ansi.Strip(m.View().Content) }
	if !strings.Contains(shown(), "5 sec") {
		t.Fatalf("no age:\n%s", shown())
	}
	now = now.Add(3 * time.Minute)
	_, again := m.Update(agesTickedMsg{})
	if !strings.Contains(shown(), "3 min") {
		t.Errorf("the age stays:\n%s", shown())
	}
	cancel()
	if msg := again(); msg != nil {
		t.Errorf("the tick goes on after the end: %v", msg)
	}
}
