package terminal

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
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

// fakeConsole is a terminal that keeps what is written to it.
type fakeConsole struct {
	uv.Console
	out  io.Writer
	env  uv.Environ
	size [2]int
	raw  bool
}

func (c *fakeConsole) Environ() []string                       { return c.env }
func (c *fakeConsole) Getenv(name string) string               { return c.env.Getenv(name) }
func (c *fakeConsole) LookupEnv(name string) (string, bool)    { return c.env.LookupEnv(name) }
func (c *fakeConsole) Writer() io.Writer                       { return c.out }
func (c *fakeConsole) GetSize() (width, height int, err error) { return c.size[0], c.size[1], nil }

func (c *fakeConsole) MakeRaw() (*term.State, error) {
	c.raw = true
	return &term.State{}, nil
}

func (c *fakeConsole) Restore() error {
	c.raw = false
	return nil
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

func TestFramesKeepTheirDistance(t *testing.T) {
	s := newStage()
	s.press("a")
	s.clock = s.clock.Add(4 * time.Millisecond)
	written, cmd := s.press("a")
	if written != "" || cmd == nil {
		t.Fatalf("a frame 4 ms after another: wrote %q, later: %v", written, cmd != nil)
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

// Bubble Tea by itself would write these at its next tick.
func TestWhatBubbleTeaWritesIsWrittenAtOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd  tea.Cmd
		want string
	}{
		"clipboard":  {tea.SetClipboard("a"), "\x1b]52;c;YQ==\a"},
		"background": {tea.RequestBackgroundColor, "\x1b]11;?\a"},
		"raw":        {tea.Raw("\x1b[c"), "\x1b[c"},
	} {
		s := newStage()
		s.out.Reset()
		s.send(tt.cmd())
		if s.out.String() != tt.want {
			t.Errorf("%s: wrote %q, want %q", name, s.out.String(), tt.want)
		}
	}
}

func TestALoanLeavesTheTerminalAndTakesItBack(t *testing.T) {
	s := newStage()
	lent := false
	s.lend = func(now bool) { lent = now }
	s.out.Reset()
	exec := tea.Exec(nil, nil)()
	s.filter(s, exec) // then Bubble Tea runs the program
	if !lent || s.console.raw || !strings.Contains(s.out.String(), "\x1b[?1049l") {
		t.Errorf("lent %v, raw %v, wrote %q", lent, s.console.raw, s.out.String())
	}
	s.out.Reset()
	s.Update(tea.KeyPressMsg{Text: "a", Code: 'a'})
	if s.out.Len() > 0 {
		t.Errorf("wrote %q onto another program's screen", s.out.String())
	}
	s.console.size = [2]int{30, 5}
	_, cmd := s.Update(exec)
	got := s.out.String()
	if lent || !s.console.raw {
		t.Errorf("lent %v, raw %v after the program has ended", lent, s.console.raw)
	}
	for _, want := range []string{"\x1b[?1049h", "\x1b[2J", "\x1b[>1u", "\x1b[?1002h", "k keys", "\x1b]2;counter\a"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q was not written: %q", want, got)
		}
	}
	s.runAll(cmd)
	if s.canvas.width != 30 || s.canvas.height != 5 {
		t.Errorf("draws for %d×%d after the terminal has changed its size", s.canvas.width, s.canvas.height)
	}
}

// The frame after a loan must not rest on what the terminal showed before it.
func TestFramesAfterALoan(t *testing.T) {
	s := newStage()
	exec := tea.Exec(nil, nil)()
	s.press("a")
	s.filter(s, exec)
	s.Update(exec)
	s.clock = s.clock.Add(time.Second)
	s.press("a")
	s.send(frameDueMsg{})
	screen := vt.NewEmulator(20, 3)
	defer func() { _ = screen.Close() }()
	if _, err := s.out.WriteTo(screen); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(screen.String()); got != "kk keys" {
		t.Errorf("the terminal shows %q", got)
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

func TestMeasuresAsTheTerminalDoes(t *testing.T) {
	s := newStage()
	if !strings.Contains(s.out.String(), "\x1b[?2027$p") {
		t.Fatal("the terminal was not asked")
	}
	s.out.Reset()
	s.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	if !strings.Contains(s.out.String(), "\x1b[?2027h") || s.canvas.cells.Method != ansi.GraphemeWidth {
		t.Errorf("told the terminal %q", s.out.String())
	}
	s.out.Reset()
	if err := s.device.release(); err != nil || !strings.Contains(s.out.String(), "\x1b[?2027l") {
		t.Errorf("left it with %q, %v", s.out.String(), err)
	}
}

func TestSomeTerminalsAreNotAsked(t *testing.T) {
	for _, env := range []string{"TERM_PROGRAM=Apple_Terminal", "SSH_TTY=/dev/pts/1"} {
		if s := newStage(env); strings.Contains(s.out.String(), "$p") {
			t.Errorf("%v: wrote %q", env, s.out.String())
		}
	}
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
