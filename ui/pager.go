package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// pagerPatience is how long a pager may take to end once it was asked to.
const pagerPatience = time.Second

// openPagerCmd lends the terminal to a pager that shows a text. pager is the value of
// $PAGER, which may be empty.
func openPagerCmd(ctx context.Context, pager, text string) tea.Cmd {
	return func() tea.Msg {
		args := pagerArgs(pager, runtime.GOOS, func(name string) bool {
			_, err := exec.LookPath(name)
			return err == nil
		})
		if len(args) == 0 {
			return pagerClosedMsg{errNoPager}
		}
		return tea.ExecProcess(newPager(ctx, args, text), func(err error) tea.Msg { return pagerClosedMsg{err} })()
	}
}

// newPager returns a pager, not started yet, that shows a text. When ctx ends, it is asked
// to end: killed at once, it would leave the terminal in its own modes, without an echo.
func newPager(ctx context.Context, args []string, text string) *exec.Cmd {
	pager := exec.CommandContext(ctx, args[0], args[1:]...)
	pager.Stdin = strings.NewReader(text)
	pager.Cancel = func() error { return pager.Process.Signal(syscall.SIGTERM) }
	pager.WaitDelay = pagerPatience
	return pager
}

var errNoPager = errors.New("no pager")

// shellSyntax are the characters that mean something to a shell.
const shellSyntax = "|&;<>()$`\\\"'*?[#~=%\n"

// pagerArgs returns the command line of the pager, none if there is no pager. As for git, a
// shell reads $PAGER only where it has to, since the shell and not the pager gets the signal
// to end. "cat" is no pager: its output would be gone at once.
func pagerArgs(pager, goos string, installed func(name string) bool) []string {
	switch pager = strings.TrimSpace(pager); {
	case pager == "" || pager == "cat":
	case goos == "windows", !strings.ContainsAny(pager, shellSyntax): // Windows has no sh
		return strings.Fields(pager)
	default:
		return []string{"sh", "-c", pager}
	}
	for _, name := range []string{"less", "more"} {
		if installed(name) {
			return []string{name}
		}
	}
	return nil
}

// pagerClosed says why a pager did not show its text, if it failed.
func (m *Model) pagerClosed(err error) tea.Cmd {
	const notFound = 127 // by the shell
	exit, ok := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoPager):
		return m.say("There is no pager: set PAGER, or install less.")
	case ok && exit.ExitCode() == notFound, errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return m.say(fmt.Sprintf("The pager %q was not found; PAGER names it.", m.opts.Pager))
	}
	return m.say("The pager failed: " + err.Error() + ".")
}
