//go:build unix

package terminal

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// A whole run on a pseudo-terminal, which is left as it was found.
func TestRun(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal:", err)
	}
	defer func() { _ = master.Close() }()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 5, Cols: 30}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	written := watch(master)
	typed := make(chan error, 1)
	go func() {
		written.await(ctx, " keys")
		_, err := master.WriteString("aq")
		typed <- err
	}()
	model := &counter{}
	if err := Run(ctx, model, Options{Input: slave, Output: slave, Env: []string{"TERM=xterm-256color"}}); err != nil {
		t.Fatal(err)
	}
	if err := <-typed; err != nil || model.keys != 2 {
		t.Errorf("%d keys came through, want 2 (%v)", model.keys, err)
	}
	for _, want := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l", "\x1b[?1002l"} {
		if !written.await(ctx, want) {
			t.Errorf("%q was not written at the end", want)
		}
	}
}

// runOn runs a model on a pseudo-terminal, of which it returns the other side.
func runOn(t *testing.T, model tea.Model) (*os.File, *output) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal:", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 5, Cols: 70}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, model, Options{Input: slave, Output: slave, Env: []string{"TERM=xterm-256color", "COLORTERM=truecolor"}})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		_ = master.Close()
	})
	return master, watch(master)
}

// A terminal may never say what its background is, or say it late.
func TestBackground(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for answer, want := range map[string]string{
		"\x1b]11;rgb:fafa/fbfb/fcfc\x1b\\": "light", "\x1b]11;rgb:1212/1818/1c1c\a": "dark",
	} {
		master, written := runOn(t, &lendingModel{})
		if !written.await(ctx, "\x1b]11;?\a") || !written.await(ctx, "bottom:") {
			t.Fatalf("was not asked or shows nothing: %q", written.all)
		}
		if _, err := master.WriteString(answer); err != nil {
			t.Fatal(err)
		}
		if !written.await(ctx, want) {
			t.Errorf("after %q it wrote %q", answer, written.all)
		}
	}
}

func TestClipboard(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	master, written := runOn(t, &counter{})
	if !written.await(ctx, " keys") {
		t.Fatalf("shows nothing: %q", written.all)
	}
	if _, err := master.WriteString("y"); err != nil {
		t.Fatal(err)
	}
	if want := ansi.SetSystemClipboard("yanked"); !written.await(ctx, want) {
		t.Errorf("%q was not written: %q", want, written.all)
	}
}

// output is what a program writes, as it comes.
type output struct {
	all  string
	news chan string
}

func watch(master *os.File) *output {
	o := &output{news: make(chan string, 100)}
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := master.Read(buffer)
			if err != nil {
				return
			}
			o.news <- string(buffer[:n])
		}
	}()
	return o
}

// await waits until something was written.
func (o *output) await(ctx context.Context, want string) bool {
	for !strings.Contains(o.all, want) {
		select {
		case news := <-o.news:
			o.all += news
		case <-ctx.Done():
			return false
		}
	}
	return true
}
