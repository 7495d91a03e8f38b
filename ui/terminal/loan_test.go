package terminal

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/vt"
)

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
	if lent || !s.console.raw {
		t.Errorf("lent %v, raw %v after the program has ended", lent, s.console.raw)
	}
	s.clock = s.clock.Add(time.Second)
	s.runAll(cmd)
	for _, want := range []string{"\x1b[?1049h", "\x1b[m\x1b[2J", "\x1b[>1u", "\x1b[?1002h", "k keys", "\x1b]2;counter\a"} {
		if got := s.out.String(); !strings.Contains(got, want) {
			t.Errorf("%q was not written: %q", want, got)
		}
	}
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
	_, cmd := s.Update(exec)
	s.runAll(cmd)
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
