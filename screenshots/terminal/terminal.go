// Package terminal runs a program on a pseudo-terminal, types keys and returns the contents of
// the screen. It serves pictures and end-to-end tests.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Terminal is a program on a pseudo-terminal. Its methods are safe for concurrent use.
type Terminal struct {
	command *exec.Cmd
	pty     *os.File
	ended   chan struct{} // closed when the program's output ends
	news    chan struct{} // holds a token when there is new output

	mu       sync.Mutex
	emulator *vt.Emulator
}

// Start runs a program on a terminal of the given size. env is the whole environment; TERM and
// COLORTERM are set to what the emulator supports.
func Start(ctx context.Context, width, height int, env []string, program string, args ...string) (*Terminal, error) {
	t := &Terminal{
		command: exec.CommandContext(ctx, program, args...), ended: make(chan struct{}), news: make(chan struct{}, 1),
		emulator: vt.NewEmulator(width, height),
	}
	t.command.Env = append(append([]string(nil), env...), "TERM=xterm-256color", "COLORTERM=truecolor")
	file, err := pty.StartWithSize(t.command, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)})
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	t.pty = file
	// The emulator answers the program's queries and blocks until the answers are read.
	go func() { _, _ = io.Copy(file, t.emulator) }()
	go t.read()
	return t, nil
}

func (t *Terminal) read() {
	defer close(t.ended)
	buffer := make([]byte, 64<<10)
	for {
		n, err := t.pty.Read(buffer)
		t.mu.Lock()
		_, _ = t.emulator.Write(buffer[:n]) // never fails
		t.mu.Unlock()
		select {
		case t.news <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// Type writes keys as a keyboard sends them: "\r" is enter, "\x1b" escape.
func (t *Terminal) Type(keys string) error {
	if _, err := t.pty.WriteString(keys); err != nil {
		return fmt.Errorf("type: %w", err)
	}
	return nil
}

// Press presses one key, named as Sequence takes it.
func (t *Terminal) Press(key string) error {
	sequence, err := Sequence(key)
	if err != nil {
		return err
	}
	return t.Type(sequence)
}

// Click presses and releases the left mouse button at a cell, counted from 0.
func (t *Terminal) Click(x, y int) error { return t.Type(click(x, y)) }

// Resize changes the size of the terminal.
func (t *Terminal) Resize(width, height int) error {
	t.mu.Lock()
	t.emulator.Resize(width, height)
	t.mu.Unlock()
	if err := pty.Setsize(t.pty, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		return fmt.Errorf("resize: %w", err)
	}
	return nil
}

// Text returns the contents of the screen.
func (t *Terminal) Text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.emulator.String()
}

// Wait waits until the screen satisfies seen. On a timeout the error includes the screen.
func (t *Terminal) Wait(patience time.Duration, seen func(screen string) bool) error {
	deadline := time.After(patience)
	for {
		if seen(t.Text()) {
			return nil
		}
		select {
		case <-t.news:
		case <-t.ended:
			if seen(t.Text()) {
				return nil
			}
			return fmt.Errorf("the program ended; its screen:\n%s", t.Text())
		case <-deadline:
			return fmt.Errorf("it did not come within %s; the screen:\n%s", patience, t.Text())
		}
	}
}

// Has returns a condition for Wait: the screen contains every text.
func Has(texts ...string) func(screen string) bool {
	return func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	}
}

// Quiet waits until nothing is written for the duration of pause.
func (t *Terminal) Quiet(pause, patience time.Duration) error {
	deadline := time.After(patience)
	for {
		select {
		case <-t.news:
		case <-t.ended:
			return nil
		case <-time.After(pause):
			return nil
		case <-deadline:
			return errors.New("the program does not come to rest")
		}
	}
}

// Ended waits until the program ends and returns its exit code.
func (t *Terminal) Ended(patience time.Duration) (code int, err error) {
	select {
	case <-t.ended:
	case <-time.After(patience):
		return 0, fmt.Errorf("the program runs on; its screen:\n%s", t.Text())
	}
	err = t.command.Wait()
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		return failed.ExitCode(), nil
	}
	return 0, err
}

// Close kills the program if it still runs.
func (t *Terminal) Close() {
	_ = t.command.Process.Kill()
	_ = t.pty.Close()
	<-t.ended
	_ = t.command.Wait() // it was killed, or Ended has returned its exit code
}
