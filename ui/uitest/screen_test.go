package uitest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/uitest"
)

// echo shows its size and the keys and clicks that it got. r has two answers, q quits.
type echo struct{ size, got string }

type answer string

func (e echo) Init() tea.Cmd { return nil }

func (e echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		e.size = fmt.Sprintf("%dx%d", msg.Width, msg.Height)
	case tea.MouseClickMsg:
		e.got += fmt.Sprintf(" click %d,%d", msg.X, msg.Y)
	case answer:
		e.got += " " + string(msg)
	case tea.KeyPressMsg:
		e.got += " " + msg.String()
		switch msg.String() {
		case "q":
			return e, tea.Quit
		case "r":
			answers := []tea.Cmd{func() tea.Msg { return answer("one") }, func() tea.Msg { return answer("two") }}
			return e, tea.Batch(answers...)
		}
	}
	return e, nil
}

func (e echo) View() tea.View { return tea.NewView("\x1b[1mecho\x1b[m " + e.size + "\nkeys:" + e.got) }

func TestScreenOfAModel(t *testing.T) {
	t.Parallel()
	keys := keymap.Default()
	if err := keys.Override(map[string][]string{"plan": {"ctrl+x"}}); err != nil {
		t.Fatal(err)
	}
	s := uitest.Open(t, echo{}, keys, 80, 24)
	s.Sees("echo 80x24")
	s.Do(keymap.Plan, "a b\n", uitest.In(keymap.InInput, keymap.Down))
	s.Interrupt()
	s.Sees("ctrl+x a space b enter down ctrl+c")
	s.Resize(40, 10)
	s.Sees("40x10", "echo")
	s.Misses("80x24")
	s.Click("keys")
	s.Sees("click 0,1")
	s.Do(keymap.Refresh)
	before := s.Model.Updates()
	s.Next()
	if got := s.Model.Updates() - before; got != 1 {
		t.Errorf("%d messages were taken in", got)
	}
	s.Sees("one", "two")
	if cmd := s.Model.Update(s.Message(keymap.Quit)); cmd == nil || strings.Count(s.Text(), "q") != 1 {
		t.Errorf("the key did not arrive:\n%s", s.Text())
	}
	s.Do(keymap.Quit)
	s.Ends(0)
}

// What does not come is told with the screen.
func TestWaitTellsTheScreen(t *testing.T) {
	t.Parallel()
	m := uitest.Start(t.Context(), echo{}, 80, 24)
	err := m.Wait(time.Millisecond, func(string) bool { return false })
	if err == nil || !strings.Contains(err.Error(), "echo 80x24") {
		t.Errorf("got %v", err)
	}
	if _, err := m.Ended(time.Millisecond); err == nil {
		t.Error("it has not ended")
	}
	if err := m.Press("nonsense"); err == nil {
		t.Error("there is no such key")
	}
}
