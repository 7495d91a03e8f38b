//go:build unix

package terminal

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

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
