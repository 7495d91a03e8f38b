// Package terminal runs a Bubble Tea program on a terminal and draws a frame as
// soon as something changed. Bubble Tea's own renderer looks for changes at
// fixed ticks: a key then waits half a tick on average, and an idle program
// wakes up at each of them. Keys, sizes and drawing are those of Ultraviolet,
// the library that Bubble Tea is made of.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/term"
)

// DefaultFPS is how many frames a second are drawn at most. Frames are only
// drawn when something changed, so it costs nothing while nothing does.
const DefaultFPS = 120

// escapeTimeout is how long the rest of a key's sequence may take after its
// escape; the escape key itself is known after that.
const escapeTimeout = 50 * time.Millisecond

// Options of a run.
type Options struct {
	// Input and Output are the terminal, standard input and output when nil.
	// When standard input is not a terminal, keys come from the controlling one.
	Input, Output *os.File
	Env           []string // nil for the process's
	NoColor       bool     // draw without colors, whatever the terminal can
	FPS           int      // frames a second at most; 0 for DefaultFPS
}

// Run shows a model until it quits or the context ends, which is
// tea.ErrProgramKilled, and leaves the terminal as it was.
func Run(ctx context.Context, model tea.Model, o Options) error {
	if o.FPS < 1 {
		o.FPS = DefaultFPS
	}
	console, err := open(o)
	if err != nil {
		return fmt.Errorf("open the terminal: %w", err)
	}
	defer func() { _ = console.Close() }() // it was restored before; there is nobody left to tell
	profile := colorprofile.Detect(console.Writer(), console.Environ())
	if o.NoColor {
		profile = colorprofile.ASCII
	}
	t := uv.NewTerminal(console, &uv.Options{EventTimeout: escapeTimeout, LookupKeys: true})
	p := newPainter(model, t.Screen(), console.Environ(), time.Second/time.Duration(o.FPS))
	p.canvas.renderer.SetColorProfile(profile)
	p.fixedColors = o.NoColor
	if err := t.Start(); err != nil {
		return fmt.Errorf("prepare the terminal: %w", err)
	}
	// Stopping twice is fine: before the words of a panic, and at the end.
	p.leave = func() { _ = t.Stop() }
	program := tea.NewProgram(p, tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithoutRenderer(), tea.WithFPS(1),
		tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithEnvironment(console.Environ()), tea.WithColorProfile(profile))
	ended := make(chan struct{})
	go forward(t.Events(), program, ended)
	_, err = program.Run()
	close(ended)
	return errors.Join(err, t.Stop())
}

// forward hands what comes from the terminal to the program, which knows
// Ultraviolet's events.
func forward(events <-chan uv.Event, program *tea.Program, ended <-chan struct{}) {
	for {
		select {
		case event := <-events:
			program.Send(event)
		case <-ended:
			return
		}
	}
}

func open(o Options) (uv.Console, error) {
	if o.Input == nil {
		o.Input = os.Stdin
	}
	if o.Output == nil {
		o.Output = os.Stdout
	}
	if term.IsTerminal(o.Input.Fd()) {
		return uv.NewConsole(o.Input, o.Output, o.Env), nil
	}
	keys, _, err := uv.OpenTTY()
	if err != nil {
		return nil, err
	}
	return uv.NewConsole(keys, o.Output, o.Env), nil
}
