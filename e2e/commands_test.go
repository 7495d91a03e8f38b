package e2e_test

import (
	"bufio"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// Commands exit with the codes that the help lists and print results only to standard output.
func TestCommands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args string
		code int
		out  bool
	}{
		{"ls --demo --demo-images 20 -q", 0, true},
		{"rm --demo --demo-images 20 --dry-run unused", 0, true},
		{"rm --demo --demo-images 20 --yes unused", 0, true},
		{"why --demo no/such:image", 2, false},
		{"ls agee>3d", 2, false},
		{"ls --host unix:///nowhere/at/all.sock", 3, false},
		{"rm --demo unused", 4, false},
	} {
		c := command(t, strings.Fields(tt.args)...)
		var out, errs strings.Builder
		c.Stdout, c.Stderr = &out, &errs
		if code := exitCode(t, c.Run()); code != tt.code {
			t.Errorf("%s: exit code %d, want %d: %s", tt.args, code, tt.code, errs.String())
		}
		if tt.out != (out.Len() > 0) || tt.code != 0 && errs.Len() == 0 || strings.Contains(out.String(), "jettison:") {
			t.Errorf("%s: standard output %q, standard error %q", tt.args, out.String(), errs.String())
		}
	}
}

// A signal ends a removal cleanly: running steps finish and are reported.
func TestSignalDuringRemoval(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals to send")
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		c := command(t, "--demo", "rm", "--yes", "--jobs", "1", "unused")
		var out strings.Builder
		c.Stdout = &out
		errs, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		var said []string
		sent := false // a second signal would end it at once
		for lines := bufio.NewScanner(errs); lines.Scan(); {
			said = append(said, lines.Text())
			// The first progress line: the removal is running.
			if strings.Contains(lines.Text(), "steps done") && !sent {
				sent = true
				if err := c.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
			}
		}
		if code, want := exitCode(t, c.Wait()), 128+int(signal); code != want {
			t.Errorf("%s: exit code %d, want %d", signal, code, want)
		}
		text := strings.Join(said, "\n")
		if !strings.Contains(text, "Stopping: what is under way finishes.") || !strings.Contains(text, "not begun: the removal was cancelled") {
			t.Errorf("%s: it says\n%s", signal, text)
		}
		if !strings.Contains(out.String(), "deleted") || !strings.Contains(out.String(), "freed") {
			t.Errorf("%s: it reports\n%s", signal, out.String())
		}
	}
}

// On a terminal the removal asks for confirmation.
func TestRemovalAsks(t *testing.T) {
	t.Parallel()
	p := open(t, 100, 40, "--demo", "rm", "ref:busybox:latest")
	p.Sees("delete", "busybox:latest", "Carry this out? [y/N]")
	p.Do("y\n")
	p.Ends(0)
	p.Sees("1 image deleted", "freed 4.3 MB")
	p = open(t, 100, 40, "--demo", "rm", "ref:busybox:latest")
	p.Sees("Carry this out? [y/N]")
	p.Do("\n")
	p.Ends(4)
}
