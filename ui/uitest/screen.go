// Package uitest drives the screen as a person does: it reads what is shown, waits for
// it, and asks for actions by their name. The same journey runs on a model of this
// process (Model) or on a program on a terminal.
package uitest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
)

// Program is what a Screen drives.
type Program interface {
	// Text is what is on the screen, without colors.
	Text() string
	// Press presses one key, named as the keymap names it: "j", "enter", "ctrl+c".
	Press(key string) error
	// Click presses and releases the left mouse button at a cell, counted from 0.
	Click(x, y int) error
	Resize(width, height int) error
	// Wait waits until seen holds for the screen. Its error shows the screen.
	Wait(patience time.Duration, seen func(screen string) bool) error
	// Ended waits until the program has ended, and returns its exit code.
	Ended(patience time.Duration) (code int, err error)
}

// Screen is a program as a test drives it. What fails ends the test.
type Screen struct {
	t        testing.TB
	program  Program
	keys     *keymap.Map
	patience time.Duration
}

// New returns the screen of a program with the given keys, nil for the default ones.
// Patience is how long anything may take to be shown.
func New(t testing.TB, program Program, keys *keymap.Map, patience time.Duration) *Screen {
	t.Helper()
	if keys == nil {
		keys = keymap.Default()
	}
	return &Screen{t, program, keys, patience}
}

// Input is what a person enters: a keymap.Action, which Do presses the key of; the
// result of In; or a string, which Do types: text for a line, or the key of a choice.
// A newline is enter.
type Input any

// in is an action in one context.
type in struct {
	context keymap.Context
	action  keymap.Action
}

// In is an action in one context, for keymaps in which no key means it in all of them.
func In(context keymap.Context, action keymap.Action) Input { return in{context, action} }

// Do enters inputs one after the other.
func (s *Screen) Do(inputs ...Input) {
	s.t.Helper()
	for _, input := range inputs {
		switch input := input.(type) {
		case keymap.Action:
			s.press(s.Key(input))
		case in:
			key, err := KeyIn(s.keys, input.context, input.action)
			if err != nil {
				s.t.Fatal(err)
			}
			s.press(key)
		case string:
			for _, r := range input {
				s.press(keyOf(r))
			}
		default:
			s.t.Fatalf("%T is no input", input)
		}
	}
}

// Interrupt presses the key that quits in every context and can't be rebound.
func (s *Screen) Interrupt() {
	s.t.Helper()
	s.press("ctrl+c")
}

func (s *Screen) press(key string) {
	s.t.Helper()
	if err := s.program.Press(key); err != nil {
		s.t.Fatalf("press %s: %v", key, err)
	}
}

// Key is the key that Do presses for an action.
func (s *Screen) Key(action keymap.Action) string {
	s.t.Helper()
	key, err := KeyFor(s.keys, action)
	if err != nil {
		s.t.Fatal(err)
	}
	return key
}

// Text is what is on the screen now, without colors.
func (s *Screen) Text() string { return s.program.Text() }

// Rows are the rows of Text.
func (s *Screen) Rows() []string { return strings.Split(s.Text(), "\n") }

// Sees waits until every text is on the screen.
func (s *Screen) Sees(texts ...string) {
	s.t.Helper()
	s.Await(fmt.Sprintf("%q", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// Misses waits until a text is not on the screen.
func (s *Screen) Misses(text string) {
	s.t.Helper()
	s.Await(fmt.Sprintf("%q to go", text), func(screen string) bool { return !strings.Contains(screen, text) })
}

// Await waits until a condition, which the failure names, holds for the screen.
func (s *Screen) Await(what string, holds func(screen string) bool) {
	s.t.Helper()
	if err := s.program.Wait(s.patience, holds); err != nil {
		s.t.Fatalf("waiting for %s: %v", what, err)
	}
}

// Resize changes the size of the screen.
func (s *Screen) Resize(width, height int) {
	s.t.Helper()
	if err := s.program.Resize(width, height); err != nil {
		s.t.Fatal(err)
	}
}

// Click clicks on the first place of a text on the screen.
func (s *Screen) Click(text string) {
	s.t.Helper()
	for y, row := range s.Rows() {
		if before, _, found := strings.Cut(row, text); found {
			if err := s.program.Click(ansi.StringWidth(before), y); err != nil {
				s.t.Fatal(err)
			}
			return
		}
	}
	s.t.Fatalf("no %q to click on; the screen:\n%s", text, s.Text())
}

// Ends waits until the program has ended, and compares its exit code.
func (s *Screen) Ends(want int) {
	s.t.Helper()
	code, err := s.program.Ended(s.patience)
	if err != nil {
		s.t.Fatal(err)
	}
	if code != want {
		s.t.Errorf("exit code %d, want %d", code, want)
	}
}
