package ui

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
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
		{"less -R", "linux", "less", []string{"less", "-R"}},
		{"LESS=R less", "linux", "less", []string{"sh", "-c", "LESS=R less"}},
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

// A pager whose program ends gets to put the terminal back as it was.
func TestAPagerIsAskedToEnd(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no sh")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pager := filepath.Join(t.TempDir(), "pager")
	const script = "#!/bin/sh\ntrap 'echo restored; exit' TERM; echo reading; while :; do sleep 0.02; done\n"
	if err := os.WriteFile(pager, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	command := newPager(ctx, pagerArgs(pager+" -R", runtime.GOOS, nil), "")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for _, want := range []string{"reading", "restored"} {
		if lines.Scan(); lines.Text() != want {
			t.Errorf("the pager says %q, want %q", lines.Text(), want)
		}
		cancel()
	}
	_ = command.Wait() // its error is that of ctx
}

// A pager that shows nothing says why.
func TestPagerClosed(t *testing.T) {
	t.Parallel()
	r := newReopening(t)
	r.opts.Pager = "lees -R"
	const noPager, failed = "There is no pager: set PAGER, or install less.", "The pager failed: it broke."
	const notFound = `The pager "lees -R" was not found; PAGER names it.`
	says := map[error]string{
		errNoPager:             noPager,
		errors.New("it broke"): failed,
		exec.CommandContext(t.Context(), "no-such-pager").Run():                        notFound,
		exec.CommandContext(t.Context(), filepath.Join(t.TempDir(), "no-pager")).Run(): notFound,
	}
	if runtime.GOOS != "windows" {
		says[exec.CommandContext(t.Context(), "sh", "-c", "exit 127").Run()] = notFound
	}
	for err, want := range says {
		r.notice = ""
		r.send(pagerClosedMsg{err})
		if screen := ansi.Strip(r.View().Content); !strings.Contains(screen, want) {
			t.Errorf("%v: no %q in\n%s", err, want, screen)
		}
	}
	r.notice = ""
	if r.send(pagerClosedMsg{}); r.notice != "" {
		t.Errorf("says %q after all went well", r.notice)
	}
}
