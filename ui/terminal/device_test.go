package terminal

import (
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// fakeConsole is a terminal that keeps what is written to it.
type fakeConsole struct {
	uv.Console
	out  io.Writer
	env  uv.Environ
	size [2]int
	raw  bool
}

func (c *fakeConsole) Environ() []string { return c.env }

func (c *fakeConsole) Getenv(name string) string { return c.env.Getenv(name) }

func (c *fakeConsole) LookupEnv(name string) (string, bool) { return c.env.LookupEnv(name) }

func (c *fakeConsole) Writer() io.Writer { return c.out }

func (c *fakeConsole) GetSize() (width, height int, err error) { return c.size[0], c.size[1], nil }

func (c *fakeConsole) MakeRaw() (*term.State, error) {
	c.raw = true
	return &term.State{}, nil
}

func (c *fakeConsole) Restore() error {
	c.raw = false
	return nil
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

func TestSomeTerminalsAreNotQueried(t *testing.T) {
	for _, env := range []string{"TERM_PROGRAM=Apple_Terminal", "SSH_TTY=/dev/pts/1"} {
		if s := newStage(env); strings.Contains(s.out.String(), "$p") {
			t.Errorf("%v: wrote %q", env, s.out.String())
		}
	}
}
