package e2e_test

import (
	"os"
	"testing"
	"time"

	"jettison/screenshots/terminal"
	"jettison/ui/uitest"
)

// patience limits how long something may take to appear on screen.
const patience = 60 * time.Second

// open opens the screen of the built program on a terminal.
func open(t *testing.T, width, height int, args ...string) *uitest.Screen {
	t.Helper()
	return start(t, width, height, func() []string { return append([]string{program}, args...) })
}

// openInShell starts the program as a job of a shell. The shell prints STOPPED when the
// program is suspended, resumes it on a line of input, prints ENDED when it is stopped
// again or ends, and waits: with the shell, the terminal would be gone.
func openInShell(t *testing.T, width, height int, args ...string) *uitest.Screen {
	t.Helper()
	const script = `set -m; "$@"; echo STOPPED; read line; fg; echo ENDED $?; read line`
	return start(t, width, height, func() []string { return append([]string{"sh", "-c", script, "sh", program}, args...) })
}

// start starts a command line, which is computed once the program is built.
func start(t *testing.T, width, height int, commandLine func() []string) *uitest.Screen {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	env := []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	command := commandLine()
	term, err := terminal.Start(t.Context(), width, height, env, command[0], command[1:]...)
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	t.Cleanup(term.Close)
	return uitest.New(t, term, nil, patience)
}
