package ui_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// person drives the screen without a terminal: it runs the commands and feeds
// their messages back.
type person struct {
	t      testing.TB
	screen tea.Model
	msgs   chan tea.Msg
	taken  int // messages
}

func newPerson(t *testing.T, opts ui.Options, width, height int) *person {
	t.Helper()
	if opts.NoColor = true; opts.Now == nil {
		opts.Now = clock
	}
	p := &person{t: t, msgs: make(chan tea.Msg, 64)}
	p.screen = ui.New(t.Context(), opts)
	p.run(p.screen.Init())
	p.send(tea.WindowSizeMsg{Width: width, Height: height})
	return p
}

func (p *person) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, inner := range msg {
				p.run(inner)
			}
		default:
			select {
			case p.msgs <- msg:
			case <-p.t.Context().Done():
			}
		}
	}()
}

func (p *person) send(msg tea.Msg) {
	var cmd tea.Cmd
	p.taken++
	p.screen, cmd = p.screen.Update(msg)
	p.run(cmd)
}

func (p *person) types(text string) {
	for _, r := range text {
		switch r {
		case '\n':
			p.presses(tea.KeyEnter)
			continue
		case '\x1b':
			p.presses(tea.KeyEscape)
			continue
		}
		p.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (p *person) presses(code rune) { p.send(tea.KeyPressMsg{Code: code}) }

func (p *person) sees() string { return ansi.Strip(p.screen.View().Content) }

// waits until the screen shows a text.
func (p *person) waits(text string) {
	p.t.Helper()
	deadline := time.After(20 * time.Second)
	for !strings.Contains(p.sees(), text) {
		select {
		case msg := <-p.msgs:
			p.send(msg)
		case <-deadline:
			p.t.Fatalf("no %q on the screen:\n%s", text, p.sees())
		}
	}
}

// waitsUntilKnown waits until the engine is followed and its images, containers
// and disk usage are on the screen.
func (p *person) waitsUntilKnown() {
	p.t.Helper()
	p.waits("● live")
	p.waits(" unused") // of the disk's bytes
}

// next takes in one message.
func (p *person) next() {
	p.t.Helper()
	select {
	case msg := <-p.msgs:
		p.send(msg)
	case <-time.After(20 * time.Second):
		p.t.Fatalf("nothing happens on the screen:\n%s", p.sees())
	}
}

func open(t testing.TB, engine *sim.Engine) ui.Options {
	t.Helper()
	return ui.Options{Address: "test", Connect: func(ctx context.Context) (ui.Session, error) {
		client, err := dockerx.Connect(ctx, dockerx.Options{Dial: engine.Dial, Name: "test", Now: time.Now})
		if err != nil {
			return nil, err
		}
		return newSession(t, client, cleanup.Service{Now: time.Now}), nil
	}}
}

func engine(t *testing.T) *sim.Engine {
	t.Helper()
	w := modeltest.Developer(1, now)
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(func() { e.Close() })
	return e
}

// TestRemoveWhatTheFilterShows goes from opening to the images being gone.
func TestRemoveWhatTheFilterShows(t *testing.T) {
	e := engine(t)
	p := newPerson(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.types("/unused size>3GB")
	p.presses(tea.KeyEnter)
	p.types("a")
	p.waits("marked · frees")
	p.types("d")
	p.waits("Plan · deletes")
	before := deletes(e)
	if before != 0 {
		t.Fatalf("%d deletions before anything was confirmed", before)
	}
	p.presses(tea.KeyEnter)
	p.waits(" freed; J shows what went.")
	if deletes(e) == 0 {
		t.Error("nothing was deleted")
	}
	p.waits("0 of ")
	p.types("J")
	p.waits("5 done")
	p.waits("as predicted")
}

// A removal that began before the disk was measured has nothing to compare
// with, and says so.
func TestRemovalBeforeTheDiskIsMeasured(t *testing.T) {
	e := engine(t)
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	p := newPerson(t, open(t, e), 120, 30)
	p.waits("■ stopped") // containers are known, and so which images are unused
	p.types("/size>9GB unused\nad")
	p.waits("Plan · deletes")
	p.presses(tea.KeyEnter)
	p.waits("The removal ended.")
	p.types("J")
	p.waits("unknown")
	hang.Release()
}

func deletes(e *sim.Engine) int {
	n := 0
	for _, r := range e.Requests() {
		if r.Method == http.MethodDelete {
			n++
		}
	}
	return n
}

func TestWrongQueryKeepsTheLastGoodList(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	p.types("/dangling")
	const row = 15 // below the ways to complete the line
	good := strings.Split(p.sees(), "\n")[row]
	p.types(" (")
	if !strings.Contains(p.sees(), "column") {
		t.Errorf("no place of the open bracket:\n%s", p.sees())
	}
	if got := strings.Split(p.sees(), "\n")[row]; got != good {
		t.Errorf("the list changed from\n%s\nto\n%s", good, got)
	}
}

func TestAMisspelledStateIsPointedOut(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	p.types("/danglng")
	const hint = "`danglng` is looked for in names, and none has it; did you mean `dangling`?"
	if !strings.Contains(p.sees(), hint) {
		t.Errorf("no hint:\n%s", p.sees())
	}
	p.types(" or dangling")
	if strings.Contains(p.sees(), hint) {
		t.Errorf("a hint beside a list:\n%s", p.sees())
	}
}

func TestNoEngineIsExplained(t *testing.T) {
	p := newPerson(t, ui.Options{Address: "unix:///nowhere", Connect: func(context.Context) (ui.Session, error) {
		return nil, &model.Problem{Kind: model.ProblemNotRunning, What: "Nothing answers there", Advice: "Start the engine."}
	}}, 80, 24)
	p.waits("No engine at unix:///nowhere")
	p.waits("Start the engine.")
}

// TestEverySize holds frames to the terminal's size, down to a single cell.
func TestEverySize(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	for _, keys := range []string{"", "d", "?"} {
		p.types(keys)
		for _, size := range [][2]int{{1, 1}, {39, 10}, {40, 10}, {80, 24}, {200, 50}} {
			p.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			lines := strings.Split(p.sees(), "\n")
			if len(lines) > size[1] {
				t.Errorf("%d lines at %v", len(lines), size)
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > size[0] {
					t.Errorf("%v after %q: too wide: %q", size, keys, line)
				}
			}
		}
	}
}
