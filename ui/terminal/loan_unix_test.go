//go:build unix

package terminal

import "testing"

func TestAnotherProgramHasTheTerminal(t *testing.T) {
	s := inShell(t, `"$0"; echo ENDED $?`)
	s.shows("0 keys", "dark", "bottom:")
	s.types("e")
	s.sees("BEFORE", "RUNNING", "icanon")
	if screen := s.Text(); !inCookedMode(screen) {
		t.Errorf("the program finds the terminal like this:\n%s", screen)
	}
	s.types("\x03") // interrupts that program only
	s.sees("INTERRUPTED")
	s.types("\n")
	s.shows("1 keys", "bottom: program ended with exit status 3.")
	s.types("a")
	s.shows("2 keys", "bottom: program ended with exit status 3.")
	s.types("q")
	s.sees("BEFORE", "ENDED 0")
}

// A stop of another program that has the terminal is one of both.
func TestAnotherProgramIsSuspended(t *testing.T) {
	s := inShell(t, `"$0"; echo STOPPED; read line; fg; echo ENDED $?`)
	s.shows("0 keys", "dark", "bottom:")
	s.types("r")
	s.sees("RUNNING")
	s.types("\x1a")
	s.sees("STOPPED")
	s.types("\n\n") // for the shell, and for the program
	s.shows("bottom: program ended with exit status 4.")
	s.types("q")
	s.sees("ENDED 0")
}
