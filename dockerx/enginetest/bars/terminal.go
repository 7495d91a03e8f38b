package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"jettison/keymap"
	keyboard "jettison/screenshots/terminal"
	"jettison/ui/uitest"
)

const (
	columns, rows = 200, 50
	readSize      = 64 << 10
)

// chunk is the result of one read from the program's terminal.
type chunk struct {
	at   time.Time
	data []byte
}

// terminal is a program on a pseudo-terminal and all its output with times. The screen is
// computed afterwards, so that this doesn't slow down the program.
type terminal struct {
	command *exec.Cmd
	pty     *os.File
	started time.Time
	ended   chan struct{}

	mu     sync.Mutex
	chunks []chunk
	news   chan struct{} // holds one token if there are new chunks
}

func openTerminal(ctx context.Context, env []string, program string, args ...string) (*terminal, error) {
	t := &terminal{
		command: exec.CommandContext(ctx, program, args...), ended: make(chan struct{}), news: make(chan struct{}, 1),
	}
	t.command.Env = env
	t.started = time.Now()
	file, err := pty.StartWithSize(t.command, &pty.Winsize{Rows: rows, Cols: columns})
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	t.pty = file
	go t.read()
	return t, nil
}

func (t *terminal) read() {
	defer close(t.ended)
	buffer := make([]byte, readSize)
	for {
		n, err := t.pty.Read(buffer)
		now := time.Now()
		if n > 0 {
			t.mu.Lock()
			t.chunks = append(t.chunks, chunk{now, append([]byte(nil), buffer[:n]...)})
			t.mu.Unlock()
			select {
			case t.news <- struct{}{}:
			default:
			}
		}
		if err != nil {
			return
		}
	}
}

// close kills the program.
func (t *terminal) close() {
	_ = t.command.Process.Kill()
	_ = t.pty.Close()
	<-t.ended
	_ = t.command.Wait() // it was killed
}

// do presses the default key of an action in a context.
func (t *terminal) do(context keymap.Context, action keymap.Action) error {
	key, err := uitest.KeyIn(keymap.Default(), context, action)
	if err != nil {
		return err
	}
	_, err = t.press(key)
	return err
}

// press presses a key, named as in the keymap, and returns the time at which it was written.
func (t *terminal) press(key string) (time.Time, error) {
	sequence, err := keyboard.Sequence(key)
	if err != nil {
		return time.Time{}, err
	}
	return t.write(sequence)
}

// write types keys and returns the time at which they were written.
func (t *terminal) write(keys string) (time.Time, error) {
	select { // discard output from before these keys
	case <-t.news:
	default:
	}
	now := time.Now()
	_, err := t.pty.WriteString(keys)
	return now, err
}

// answer waits for the first output after the given time.
func (t *terminal) answer(after time.Time, patience time.Duration) (time.Time, bool) {
	deadline := time.After(patience)
	for {
		if at, ok := t.firstAfter(after); ok {
			return at, true
		}
		select {
		case <-t.news:
		case <-deadline:
			return time.Time{}, false
		case <-t.ended:
			return time.Time{}, false
		}
	}
}

func (t *terminal) firstAfter(after time.Time) (time.Time, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var first time.Time
	for _, c := range slices.Backward(t.chunks) {
		if !c.at.After(after) {
			break
		}
		first = c.at
	}
	return first, !first.IsZero()
}

// patience limits how long a program may take to come to rest. It is long because the
// containerd store lists slowly.
const (
	patience  = 5 * time.Minute
	lookEvery = 500 * time.Millisecond
)

// await waits until the screen satisfies seen. It looks now and then only, as that takes the
// processor time that the program needs.
func (t *terminal) await(seen func(screen string) bool) error {
	deadline := time.Now().Add(patience)
	for !seen(t.screen()) {
		select {
		case <-t.ended:
			return fmt.Errorf("the program ended; its screen:\n%s", t.screen())
		case <-time.After(lookEvery):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("it was never on screen, which shows:\n%s", t.screen())
		}
	}
	return nil
}

// awaitQuiet waits until the program has written nothing for the given time.
func (t *terminal) awaitQuiet(quiet time.Duration) error {
	deadline := time.Now().Add(patience)
	for {
		last := t.lastOutput()
		if idle := time.Since(last); idle >= quiet {
			return nil
		}
		select {
		case <-t.ended:
			return fmt.Errorf("the program ended; its screen:\n%s", t.screen())
		case <-time.After(quiet - time.Since(last)):
		}
		if time.Now().After(deadline) {
			return errors.New("the program does not come to rest")
		}
	}
}

func (t *terminal) lastOutput() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.chunks) == 0 {
		return t.started
	}
	return t.chunks[len(t.chunks)-1].at
}

// outputs returns the times of all output since the given time.
func (t *terminal) outputs(since time.Time) []time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	var times []time.Time
	for _, c := range t.chunks {
		if c.at.After(since) {
			times = append(times, c.at)
		}
	}
	return times
}

// shown returns the time from the start to the first screen that satisfies seen.
func (t *terminal) shown(seen func(screen string) bool) (time.Duration, error) {
	t.mu.Lock()
	chunks := t.chunks
	t.mu.Unlock()
	emulator := newEmulator()
	for _, c := range chunks {
		emulator.write(c.data)
		if seen(emulator.text()) {
			return c.at.Sub(t.started), nil
		}
	}
	return 0, fmt.Errorf("it was never on screen, which shows:\n%s", emulator.text())
}

// screen returns the present contents of the screen.
func (t *terminal) screen() string {
	var text string
	_, _ = t.shown(func(screen string) bool { // seen never returns true, so shown replays all output
		text = screen
		return false
	})
	return text
}

// emulator turns output into the contents of the screen.
type emulator struct{ vt *vt.Emulator }

func newEmulator() emulator {
	e := emulator{vt.NewEmulator(columns, rows)}
	// The emulator answers queries and blocks until the answers are read. It isn't closed,
	// because closing races with the reader.
	go func() { _, _ = io.Copy(io.Discard, e.vt) }()
	return e
}

func (e emulator) write(data []byte) { _, _ = e.vt.Write(data) }
func (e emulator) text() string      { return e.vt.String() }

func anything(screen string) bool { return strings.TrimSpace(screen) != "" }
