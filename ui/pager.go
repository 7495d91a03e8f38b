package ui

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	tea "charm.land/bubbletea/v2"
)

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
		command := exec.CommandContext(ctx, args[0], args[1:]...)
		command.Stdin = strings.NewReader(text)
		return tea.ExecProcess(command, func(err error) tea.Msg { return pagerClosedMsg{err} })()
	}
}

var errNoPager = errors.New("no pager")

// pagerArgs returns the command line of the pager, none if there is no pager. A shell
// reads $PAGER, as for git and man. "cat" is no pager: its output would be gone at once.
func pagerArgs(pager, goos string, installed func(name string) bool) []string {
	switch pager = strings.TrimSpace(pager); {
	case pager == "" || pager == "cat":
	case goos == "windows": // which has no sh
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
	case ok && exit.ExitCode() == notFound:
		return m.say(fmt.Sprintf("The pager %q was not found; PAGER names it.", m.opts.Pager))
	}
	return m.say("The pager failed: " + err.Error() + ".")
}
