package terminal

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// counter counts keys; some of them do more.
type counter struct{ keys, views int }

func (c *counter) Init() tea.Cmd { return nil }

func (c *counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch c.keys++; key.Text {
		case "p":
			panic("in Update")
		case "c":
			return c, tea.Batch(tea.Batch(func() tea.Msg { panic("in a command") }), tea.Raw("x"))
		case "y":
			return c, tea.SetClipboard("yanked")
		case "q":
			return c, tea.Quit
		}
	}
	return c, nil
}

func (c *counter) View() tea.View {
	c.views++
	view := tea.NewView(strings.Repeat("k", c.keys) + " keys")
	view.WindowTitle = "counter"
	view.MouseMode = tea.MouseModeCellMotion
	if c.keys > 1 {
		view.ProgressBar = tea.NewProgressBar(tea.ProgressBarDefault, 40)
	}
	return view
}

// stage is a painter, its terminal and a clock.
type stage struct {
	*painter
	out     bytes.Buffer
	console *fakeConsole
	clock   time.Time
}

func newStage(env ...string) *stage {
	s := &stage{clock: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	s.console = &fakeConsole{out: &s.out, env: append(env, "TERM=xterm-256color"), size: [2]int{20, 3}, raw: true}
	s.painter = newPainter(&counter{}, s.console, 10*time.Millisecond)
	s.now = func() time.Time { return s.clock }
	s.Init()
	s.send(tea.WindowSizeMsg{Width: 20, Height: 3})
	s.clock = s.clock.Add(time.Second)
	return s
}

// send hands a message over as the program does and returns what comes of it.
func (s *stage) send(msg tea.Msg) tea.Cmd {
	_, cmd := s.Update(s.filter(s, msg))
	return cmd
}

// press presses a key and returns what was written for it.
func (s *stage) press(key string) (written string, cmd tea.Cmd) {
	s.out.Reset()
	cmd = s.send(tea.KeyPressMsg{Text: key, Code: rune(key[0])})
	return s.out.String(), cmd
}

func TestFrameIsDrawnAtOnce(t *testing.T) {
	s := newStage()
	if written, _ := s.press("a"); !strings.Contains(written, "k") {
		t.Errorf("after a key the terminal got %q", written)
	}
}

// After a rest a few frames follow each other at once; on average they keep their distance.
func TestFramesKeepTheirDistance(t *testing.T) {
	s := newStage()
	for range 1 + burst {
		if written, _ := s.press("a"); !strings.Contains(written, "k") {
			t.Errorf("after a rest the terminal got %q", written)
		}
	}
	s.clock = s.clock.Add(4 * time.Millisecond)
	written, cmd := s.press("a")
	if written != "" || cmd == nil {
		t.Fatalf("one frame too many: wrote %q, later: %v", written, cmd != nil)
	}
	if _, cmd := s.press("a"); cmd != nil {
		t.Error("a second frame waits although one does already")
	}
	s.out.Reset()
	if cmd := s.send(cmd()); cmd != nil || !strings.Contains(s.out.String(), "k") {
		t.Errorf("when the frame was due the terminal got %q", s.out.String())
	}
}

func TestNothingIsWrittenWhenNothingChanged(t *testing.T) {
	s := newStage()
	s.out.Reset()
	s.send("news without effect")
	if s.out.Len() > 0 {
		t.Errorf("wrote %q", s.out.String())
	}
}

func TestASizeDrawsEverythingAnew(t *testing.T) {
	s := newStage()
	s.out.Reset()
	s.send(tea.WindowSizeMsg{Width: 30, Height: 3})
	if !strings.Contains(s.out.String(), " keys") {
		t.Errorf("wrote %q", s.out.String())
	}
}

func TestTitleMouseAndProgressReachTheTerminal(t *testing.T) {
	s := newStage()
	for _, want := range []string{"\x1b[?1049h", "\x1b]2;counter\a", "\x1b[?1002h", "\x1b[?1006h", "\x1b[?2004h"} {
		if !strings.Contains(s.out.String(), want) {
			t.Errorf("%q was not written", want)
		}
	}
	s.press("a")
	s.clock = s.clock.Add(time.Second)
	if written, _ := s.press("a"); !strings.Contains(written, "\x1b]9;4;1;40") {
		t.Errorf("progress: wrote %q", written)
	}
}

func TestAPanicGivesTheTerminalBackFirst(t *testing.T) {
	for _, key := range []string{"p", "c"} {
		s := newStage()
		func() {
			defer func() {
				if recover() == nil || s.console.raw {
					t.Errorf("%q: the panic was lost, or came before the terminal was given back", key)
				}
			}()
			_, cmd := s.press(key)
			s.runAll(cmd)
		}()
	}
}

// runAll runs a command and those that it stands for, and takes in what they
// say.
func (s *stage) runAll(cmd tea.Cmd) {
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, one := range batch {
			s.runAll(one)
		}
		return
	}
	s.send(msg)
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAGoneTerminalEndsTheProgram(t *testing.T) {
	p := newPainter(&counter{}, &fakeConsole{out: brokenPipe{}}, time.Second)
	_, cmd := p.Update(tea.WindowSizeMsg{Width: 20, Height: 3})
	if cmd == nil {
		t.Fatal("nothing follows")
	}
	if _, ok := cmd().(tea.QuitMsg); !ok {
		t.Errorf("%T follows", cmd())
	}
}
