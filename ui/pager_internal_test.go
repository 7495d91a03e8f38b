package ui

import (
	"errors"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestPagerArgs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pager, goos, installed string
		want                   []string
	}{
		{"", "linux", "less more", []string{"less"}},
		{"", "linux", "more", []string{"more"}},
		{"", "linux", "", nil},
		{"cat", "linux", "less", []string{"less"}},
		{" ", "darwin", "less", []string{"less"}},
		{"less -R", "linux", "less", []string{"sh", "-c", "less -R"}},
		{"col -b | less", "linux", "", []string{"sh", "-c", "col -b | less"}},
		{"less -R", "windows", "", []string{"less", "-R"}},
		{"", "windows", "more", []string{"more"}},
	} {
		got := pagerArgs(test.pager, test.goos, func(name string) bool {
			return slices.Contains(strings.Fields(test.installed), name)
		})
		if !slices.Equal(got, test.want) {
			t.Errorf("%q on %s with %q: %q, want %q", test.pager, test.goos, test.installed, got, test.want)
		}
	}
}

// A pager that shows nothing says why.
func TestPagerClosed(t *testing.T) {
	t.Parallel()
	r := newReopening(t)
	r.opts.Pager = "lees -R"
	says := map[string]error{
		"There is no pager: set PAGER, or install less.": errNoPager,
		"The pager failed: it broke.":                    errors.New("it broke"),
	}
	if runtime.GOOS != "windows" {
		says[`The pager "lees -R" was not found; PAGER names it.`] = exec.CommandContext(t.Context(), "sh", "-c", "exit 127").Run()
	}
	for want, err := range says {
		r.send(pagerClosedMsg{err})
		if screen := ansi.Strip(r.View().Content); !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	r.notice = ""
	if r.send(pagerClosedMsg{}); r.notice != "" {
		t.Errorf("says %q after all went well", r.notice)
	}
}
