package words_test

import (
	"testing"
	"time"

	"jettison/model"
	"jettison/model/words"
)

func TestContainer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		state          model.ContainerState
		created, since time.Duration // ago; 0 is not known
		want           string
	}{
		{model.StateExited, 60 * day, 45 * day, "web (exited 6 weeks ago)"},
		{model.StateRunning, 60 * day, 3 * time.Hour, "web (running for 3 hours)"},
		{model.StatePaused, 60 * day, time.Minute, "web (paused for 1 min)"},
		{model.StateExited, 60 * day, 0, "web (exited, created 2 months ago)"},
		{model.StateRunning, 0, 0, "web (running)"},
		{model.StateDead, 60 * day, time.Millisecond, "web (dead just now)"},
	} {
		c := &model.Container{Name: "web", State: tt.state}
		if tt.created > 0 {
			c.Created = now.Add(-tt.created)
		}
		if tt.since > 0 {
			c.Since = now.Add(-tt.since)
		}
		if got := words.Container(c, now); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestBlocker(t *testing.T) {
	t.Parallel()
	exited := &model.Container{Name: "old", State: model.StateExited, Since: now.Add(-14 * day)}
	running := &model.Container{Name: "web", State: model.StateRunning, Since: now.Add(-3 * time.Hour)}
	child, other := &model.Image{Tags: []string{"app:1"}}, &model.Image{Tags: []string{"app:2"}}
	for _, tt := range []struct {
		blocker model.Blocker
		want    string
	}{
		{model.Blocker{Kind: model.BlockerStopped, Things: []model.Thing{exited}}, "used by the stopped container old (exited 2 weeks ago)"},
		{
			model.Blocker{Kind: model.BlockerRunning, Things: []model.Thing{running, exited}},
			"used by 2 running containers: web (running for 3 hours) and old (exited 2 weeks ago)",
		},
		{model.Blocker{Kind: model.BlockerDescendant, Things: []model.Thing{child}}, "parent of app:1, which stays"},
		{model.Blocker{Kind: model.BlockerDescendant, Things: []model.Thing{child, other}}, "parent of 2 images that stay: app:1 and app:2"},
		{
			model.Blocker{Kind: model.BlockerReference, Refs: []string{"a:1", "a:2", "a:3", "a:4"}},
			"the image stays as a:1, a:2, a:3 and 1 more; only this name goes and no space comes back",
		},
	} {
		if got := words.Blocker(&tt.blocker, now); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// Each remedy and each thing that force does has words of its own.
func TestRemedies(t *testing.T) {
	t.Parallel()
	stopped := &model.Blocker{Kind: model.BlockerStopped, Things: make([]model.Thing, 1200)}
	if got, want := words.Remedy(model.RemedyRemoveStopped, stopped, model.Engine{Store: model.StoreGraph}, true), "remove the 1,200 stopped containers first"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	said := map[string]bool{}
	remedies := []model.Remedy{
		model.RemedyNone, model.RemedySkip, model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyMarkDescendants,
		model.RemedyUntag, model.RemedyForce, model.RemedyMarkReferences,
	}
	for _, remedy := range remedies {
		said[words.Remedy(remedy, stopped, model.Engine{Store: model.StoreGraph}, true)] = true
	}
	effects := []model.ForceEffect{
		model.ForceNothing, model.ForceRefused, model.ForceUntags, model.ForceDeletesKeepingBytes, model.ForceKillsContainers,
		model.ForceRemovesContainers,
	}
	for _, effect := range effects {
		said[words.Force(effect)] = true
	}
	// What force does to stopped containers is said by both.
	if want := len(remedies) + len(effects) - 1; len(said) != want {
		t.Errorf("%d texts, want %d: %v", len(said), want, said)
	}
}
