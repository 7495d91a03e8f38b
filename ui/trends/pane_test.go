package trends_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/trend"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
	"jettison/ui/trends"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// TestMain makes the frames the same in every time zone.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// history returns the made-up samples of a developer's engine.
func history() trend.History {
	return modeltest.History(modeltest.Developer(1, now).Inventory(), 1, now)
}

func newPane(width, height int, looks theme.Options, h *trend.History) *trends.Pane {
	p := trends.New(theme.New(looks), keymap.Default())
	p.SetSize(width, height)
	if h != nil {
		p.SetContent(trends.NewContent(h, now))
	}
	return p
}

func TestFrames(t *testing.T) {
	h := history()
	for _, size := range [][2]int{{80, 19}, {120, 35}, {52, 19}, {40, 6}} {
		p := newPane(size[0], size[1], theme.Options{NoColor: true}, &h)
		pane.Do(p, keymap.Left)
		for window := range trend.WindowCount {
			if p.Window() != window {
				t.Fatalf("the window is %s, want %s", words.Window(p.Window()), words.Window(window))
			}
			if window != trend.Quarter {
				t.Run(fmt.Sprintf("%dx%d %s", size[0], size[1], words.Window(window)), func(t *testing.T) { golden.RequireEqual(t, panetest.View(p)) })
			}
			pane.Do(p, keymap.Right)
		}
	}
	t.Run("ascii", func(t *testing.T) {
		golden.RequireEqual(t, panetest.View(newPane(80, 19, theme.Options{NoColor: true, ASCII: true}, &h)))
	})
}

func TestStates(t *testing.T) {
	none, one, twoOld := trend.History{}, history(), history()
	one.Samples = one.Samples[len(one.Samples)-1:]
	twoOld.Samples = twoOld.Samples[:2]
	for name, content := range map[string]*trends.Content{
		"reading": nil, "none": trends.NewContent(&none, now), "one": trends.NewContent(&one, now),
		"none in the window": trends.NewContent(&twoOld, now), "nowhere": {Nowhere: true},
		"failed": {Problem: errors.New("read the samples: permission denied")},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPane(80, 19, theme.Options{NoColor: true}, nil)
			p.SetContent(content)
			golden.RequireEqual(t, panetest.View(p))
		})
	}
}

// Every frame has the pane's size, even with odd samples.
func TestEverySize(t *testing.T) {
	strange := history()
	strange.Samples = append([]trend.Sample{}, strange.Samples[:5]...)
	unknown := trend.Totals{Count: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown}
	for i := range strange.Samples {
		s := &strange.Samples[i]
		s.Images, s.Containers, s.Volumes, s.BuildCache = unknown, unknown, unknown, unknown
		s.At = strange.Samples[0].At
	}
	usual := history()
	for _, h := range []*trend.History{&usual, &strange, {}} {
		for _, size := range [][2]int{{0, 0}, {1, 1}, {3, 20}, {11, 4}, {40, 5}, {59, 12}, {60, 13}, {80, 19}, {200, 45}} {
			p := newPane(size[0], size[1], theme.Options{}, h)
			for range trend.WindowCount {
				pane.Do(p, keymap.Right)
				lines := strings.Split(p.View(), "\n")
				if size[1] > 0 && len(lines) != size[1] {
					t.Errorf("%v: %d lines", size, len(lines))
				}
				for _, line := range lines {
					if got := ansi.StringWidth(line); got != size[0] {
						t.Errorf("%v: %d cells: %q", size, got, line)
					}
				}
				for x := range size[0] {
					p.Click(x, 1)
				}
			}
		}
	}
}

// yearOfHours returns 8,760 samples of 100 repositories, as if they had not been thinned out.
func yearOfHours() trend.History {
	h := history()
	newest := h.Samples[len(h.Samples)-1]
	for len(newest.Repositories) < 100 {
		r := newest.Repositories[0]
		r.Name = fmt.Sprintf("%s-%d", r.Name, len(newest.Repositories))
		newest.Repositories = append(newest.Repositories, r)
	}
	newest.Repositories = newest.Repositories[:100]
	h.Samples = nil
	const hours = 365 * 24
	for hour := range hours {
		s := newest
		s.At = now.Add(-time.Duration(hours-1-hour) * time.Hour)
		s.Images.Size += int64(hour%500) * 1e8
		s.Repositories = append([]trend.Repository{}, newest.Repositories...)
		for i := range s.Repositories {
			s.Repositories[i].Bytes += int64(hour%500) * 1e6
		}
		h.Samples = append(h.Samples, s)
	}
	return h
}

// The evaluation of samples happens once, off the screen; every key pays for drawing.
func BenchmarkYearOfHours(b *testing.B) {
	h := yearOfHours()
	b.Run("content", func(b *testing.B) {
		for b.Loop() {
			trends.NewContent(&h, now)
		}
	})
	p := newPane(200, 45, theme.Options{Dark: true}, &h)
	for p.Window() < trend.Year {
		pane.Do(p, keymap.Right)
	}
	b.Run("frame", func(b *testing.B) {
		for b.Loop() {
			p.View()
		}
	})
	b.Run("window", func(b *testing.B) {
		for b.Loop() {
			pane.Do(p, keymap.Left)
			p.View()
			pane.Do(p, keymap.Right)
			p.View()
		}
	})
}
