package ui_test

import (
	"context"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

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
func screenOf(tb testing.TB, n int) *person {
	tb.Helper()
	return screenWith(tb, n, func(s still) ui.Session { return s })
}

// screenWith is one with a session that can do more.
func screenWith(tb testing.TB, n int, wrap func(still) ui.Session) *person {
	tb.Helper()
	snapshot := model.Snapshot{Inventory: modeltest.Many(n, 1, now).Inventory(), Link: model.LinkLive}
	for fact := range snapshot.Facts {
		snapshot.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	s := still{snapshots: make(chan model.Snapshot, 1)}
	s.snapshots <- snapshot
	p := &person{t: tb, msgs: make(chan tea.Msg, 64)}
	p.screen = ui.New(tb.Context(), ui.Options{
		Now: clock, Theme: ui.AppearanceDark, Connect: func(context.Context) (ui.Session, error) { return wrap(s), nil },
	})
	p.run(p.screen.Init())
	p.send(tea.WindowSizeMsg{Width: 200, Height: 50})
	p.waitsUntilKnown()
	return p
}

// key presses one key and draws the frame that answers it; what the key asked
// for is not carried out.
func (p *person) key(msg tea.KeyPressMsg) {
	p.screen, _ = p.screen.Update(msg)
	_ = p.screen.View()
}

func letter(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }

func BenchmarkKeys(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		p := screenOf(b, n)
		b.Run(fmt.Sprintf("down/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.key(letter('j'))
			}
		})
		b.Run(fmt.Sprintf("frame/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = p.screen.View()
			}
		})
		b.Run(fmt.Sprintf("sort/%d", n), func(b *testing.B) {
			for b.Loop() {
				p.key(letter('S'))
			}
		})
		b.Run(fmt.Sprintf("mark-all/%d", n), func(b *testing.B) {
			for b.Loop() {
				p.key(letter('a'))
				p.key(letter('u'))
			}
		})
		b.Run(fmt.Sprintf("plan/%d", n), func(b *testing.B) {
			p.key(letter('a'))
			for b.Loop() {
				p.key(letter('d'))
				p.key(tea.KeyPressMsg{Code: tea.KeyEscape})
			}
			p.key(letter('u'))
		})
		b.Run(fmt.Sprintf("filter/%d", n), func(b *testing.B) {
			for b.Loop() {
				p.key(letter('/'))
				for _, r := range "size>9" {
					p.key(letter(r))
				}
				p.key(tea.KeyPressMsg{Code: tea.KeyEscape})
			}
		})
	}
}

// A cursor move costs the same however many images there are.
func TestCursorMoveAllocatesTheSame(t *testing.T) {
	allocations := func(n int) float64 {
		p := screenOf(t, n)
		for range 200 { // the window then scrolls with every move
			p.key(letter('j'))
		}
		return testing.AllocsPerRun(200, func() { p.key(letter('j')) })
	}
	few, many := allocations(1_000), allocations(10_000)
	if many > few*1.05+2 {
		t.Errorf("%.0f allocations a move at 1,000 images, %.0f at 10,000", few, many)
	}
}
