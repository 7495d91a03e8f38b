//go:build unix

package terminal

import (
	"syscall"
	"testing"
)

func TestSuspendAndResume(t *testing.T) {
	for name, stop := range map[string]func(shell){
		"key":    func(s shell) { s.types("\x1a") },
		"signal": func(s shell) { _ = syscall.Kill(s.pid(), syscall.SIGTSTP) },
	} {
		t.Run(name, func(t *testing.T) {
			s := inShell(t, `"$0"; echo STOPPED; modes; read line; fg; echo ENDED; modes`)
			s.shows("dark")
			s.types("ab")
			s.shows("2 keys", "76x24", "bottom:")
			stop(s)
			s.sees("BEFORE", "STOPPED", "icanon", "echo")
			if screen := s.Text(); !inCookedMode(screen) {
				t.Errorf("the shell finds the terminal like this:\n%s", screen)
			}
			if err := s.Resize(70, 20); err != nil {
				t.Fatal(err)
			}
			s.types("\n")
			s.shows("resumed 1", "70x20", "bottom:")
			s.types("c")
			s.sees("resumed 1", map[string]string{"key": "4 keys", "signal": "3 keys"}[name])
			s.types("q")
			s.sees("ENDED", "icanon", "echo")
			if screen := s.Text(); !inCookedMode(screen) {
				t.Errorf("it leaves the terminal like this:\n%s", screen)
			}
		})
	}
}

// A stop that can't be caught leaves the terminal as it is, and the shell may
// change it; when the process goes on it needs its terminal again.
func TestContinuesAfterAStopThatCantBeCaught(t *testing.T) {
	s := inShell(t, `"$0"; echo STOPPED; read line; fg; stty sane; echo AGAIN; read line; fg; echo ENDED; modes`)
	s.shows("0 keys", "dark", "bottom:")
	for _, words := range []string{"STOPPED", "AGAIN"} {
		if err := syscall.Kill(s.pid(), syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		s.sees(words)
		s.types("\n")
		s.shows("0 keys", "bottom:")
	}
	s.types("a")
	s.shows("1 keys", "bottom:")
	s.types("q")
	s.sees("ENDED", "icanon", "echo")
}

// The first process of a container has no shell to go back to, and the kernel
// does not stop it.
func TestSuspendWithoutAShell(t *testing.T) {
	s := inShell(t, `exec "$0"`)
	s.shows("0 keys", "dark", "bottom:")
	s.types("\x1a")
	s.shows("resumed 1", "bottom:")
	s.types("q")
	if code, err := s.Ended(patience); err != nil || code != 0 {
		t.Errorf("exit code %d, %v", code, err)
	}
}
