package e2e_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"jettison/screenshots/terminal"
)

// patience limits how long something may take to appear on screen.
const patience = 60 * time.Second

// traveler is a user at a terminal.
type traveler struct {
	t        *testing.T
	terminal *terminal.Terminal
}

func travel(t *testing.T, width, height int, args ...string) traveler {
	t.Helper()
	return start(t, width, height, func() []string { return append([]string{program}, args...) })
}

// travelInShell starts the program as a job of a shell. The shell prints STOPPED when the
// program is suspended, resumes it on a line of input, and prints ENDED at the end.
func travelInShell(t *testing.T, width, height int, args ...string) traveler {
	t.Helper()
	const script = `set -m; "$@"; echo STOPPED; read line; fg; echo ENDED $?`
	return start(t, width, height, func() []string { return append([]string{"sh", "-c", script, "sh", program}, args...) })
}

// start starts a command line, which is computed once the program is built.
func start(t *testing.T, width, height int, commandLine func() []string) traveler {
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
	return traveler{t, term}
}

// sees waits until every text is on screen. "unused" in the first line means that images,
// containers and disk usage are loaded.
func (p traveler) sees(texts ...string) {
	p.t.Helper()
	if err := p.terminal.Wait(patience, terminal.Has(texts...)); err != nil {
		p.t.Fatalf("waiting for %q: %v", texts, err)
	}
}

// misses waits until a text is not on screen.
func (p traveler) misses(text string) {
	p.t.Helper()
	err := p.terminal.Wait(patience, func(screen string) bool { return !strings.Contains(screen, text) })
	if err != nil {
		p.t.Fatalf("waiting for %q to go: %v", text, err)
	}
}

func (p traveler) types(keys string) {
	p.t.Helper()
	if err := p.terminal.Type(keys); err != nil {
		p.t.Fatal(err)
	}
}

// leaves quits and checks that the exit code is 0.
func (p traveler) leaves(keys string) {
	p.t.Helper()
	p.types(keys)
	code, err := p.terminal.Ended(patience)
	if err != nil {
		p.t.Fatal(err)
	}
	if code != 0 {
		p.t.Errorf("exit code %d", code)
	}
}
