package ui_test

import (
	"context"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui"
)

// still is a session that tells one snapshot and then nothing.
type still struct {
	ui.Session
	snapshots chan model.Snapshot
}

func (s still) Next(ctx context.Context) (model.Snapshot, error) {
	select {
	case snapshot := <-s.snapshots:
		return snapshot, nil
	case <-ctx.Done():
		return model.Snapshot{}, ctx.Err()
	}
}

func (still) AwaitInterrupted(ctx context.Context) int {
	<-ctx.Done()
	return 0
}

// screenOf is a screen that shows an inventory of n images.
func screenOf(tb testing.TB, n int) *journey {
	tb.Helper()
	return screenWith(tb, n, func(s still) ui.Session { return s })
}

// screenWith is one with a session that can do more.
func screenWith(tb testing.TB, n int, wrap func(still) ui.Session) *journey {
	tb.Helper()
	snapshot := model.Snapshot{Inventory: modeltest.Many(n, 1, now).Inventory(), Link: model.LinkLive}
	for fact := range snapshot.Facts {
		snapshot.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	s := still{snapshots: make(chan model.Snapshot, 1)}
	s.snapshots <- snapshot
	p := inColor(tb, ui.Options{
		Theme: ui.AppearanceDark, Connect: func(context.Context) (ui.Session, error) { return wrap(s), nil },
	}, 200, 50)
	p.waitsUntilKnown()
	return p
}

// answers presses keys and draws the frame that answers each; what the keys asked for
// is not carried out.
func (p *journey) answers(keys ...tea.KeyPressMsg) {
	for _, key := range keys {
		_ = p.Model.Update(key)
		_ = p.Model.View()
	}
}

func BenchmarkKeys(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		p := screenOf(b, n)
		down, reverse, back := p.Message(keymap.Down), p.Message(keymap.SortReverse), p.Message(keymap.Back)
		all, none, plan, filter := p.Message(keymap.MarkAll), p.Message(keymap.ClearMarks), p.Message(keymap.Plan), p.Message(keymap.Filter)
		b.Run(fmt.Sprintf("down/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.answers(down)
			}
		})
		b.Run(fmt.Sprintf("frame/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = p.Model.View()
			}
		})
		b.Run(fmt.Sprintf("sort/%d", n), func(b *testing.B) {
			for b.Loop() {
				p.answers(reverse)
			}
		})
		b.Run(fmt.Sprintf("mark-all/%d", n), func(b *testing.B) {
			for b.Loop() {
				p.answers(all)
				p.answers(none)
			}
		})
		b.Run(fmt.Sprintf("plan/%d", n), func(b *testing.B) {
			p.answers(all)
			for b.Loop() {
				p.answers(plan)
				p.answers(back)
			}
			p.answers(none)
		})
		b.Run(fmt.Sprintf("filter/%d", n), func(b *testing.B) {
			for b.Loop() {
				p.answers(filter)
				for _, r := range "size>9" {
					p.answers(tea.KeyPressMsg{Code: r, Text: string(r)})
				}
				p.answers(back)
			}
		})
	}
}

// A cursor move costs the same however many images there are.
func TestCursorMoveAllocatesTheSame(t *testing.T) {
	allocations := func(n int) float64 {
		p := screenOf(t, n)
		down := p.Message(keymap.Down)
		for range 200 { // the window then scrolls with every move
			p.answers(down)
		}
		return testing.AllocsPerRun(200, func() { p.answers(down) })
	}
	few, many := allocations(1_000), allocations(10_000)
	if many > few*1.05+2 {
		t.Errorf("%.0f allocations a move at 1,000 images, %.0f at 10,000", few, many)
	}
}
