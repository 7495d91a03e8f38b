// Package terminal runs a Bubble Tea program on a terminal and draws a frame as
// soon as something has changed.
//
// Bubble Tea's own renderer looks for changes at the ticks of a clock, also while
// nothing happens. On the machine that measured them (go run
// ./dockerx/enginetest/bars -only start,keys,idle -flavor sim), 120 ticks a second
// took 1.0 % of a core from an idle jettison, 60 took 0.7 % and 20 took 0.2 %; a
// key then waits half a tick on average, 4, 8 and 25 ms. Drawn from here, an idle
// jettison takes 0.00 % and a key waits for nothing. The bars are 0.2 % and 8 ms,
// which no rate of ticks keeps at once. So Bubble Tea runs without its renderer,
// and what it would do to the terminal is done here with Ultraviolet, the library
// that it draws with too: the modes (device), the frames (canvas, painter), giving
// the terminal away and taking it back (loan, jobControl), and the commands that
// write to it (messageKinds).
package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/term"
)

const (
	// DefaultFPS is how many frames a second are drawn at most. Frames are only
	// drawn when something changed, so it costs nothing while nothing does.
	DefaultFPS = 120

	// tickFPS is how often Bubble Tea looks for something to write; it never has
	// anything.
	tickFPS = 1

	// The size of a terminal that does not tell.
	usualWidth, usualHeight = 80, 24
)

// Options of a run.
type Options struct {
	// Input and Output are the terminal, standard input and output when nil.
	// When standard input is not a terminal, keys come from the controlling one.
	Input, Output *os.File
	Env           []string // nil for the process's
	NoColor       bool     // draw without colors, whatever the terminal can
	FPS           int      // frames a second at most; 0 for DefaultFPS

	// Lend is called with true before another program gets the terminal
	// (tea.Exec) and with false after it has ended. Meanwhile the keys that
	// interrupt are meant for that program, but their signals reach this one too.
	// May be nil.
	Lend func(lent bool)
}

// Run shows a model until it quits or the context ends, which is no error, and
// leaves the terminal as it was.
func Run(ctx context.Context, model tea.Model, o Options) (err error) {
	if o.FPS < 1 {
		o.FPS = DefaultFPS
	}
	console, err := open(o)
	if err != nil {
		return fmt.Errorf("open the terminal: %w", err)
	}
	if _, err := console.MakeRaw(); err != nil {
		return fmt.Errorf("prepare the terminal: %w", err)
	}
	profile := colorprofile.Detect(console.Writer(), console.Environ())
	if o.NoColor {
		profile = colorprofile.ASCII
	}
	p := newPainter(model, console, time.Second/time.Duration(o.FPS))
	p.canvas.color(profile)
	p.fixedColors = o.NoColor
	if o.Lend != nil {
		p.lend = o.Lend
	}
	defer func() { err = errors.Join(err, p.device.release()) }()

	width, height := size(console)
	program := tea.NewProgram(p, tea.WithoutSignalHandler(), tea.WithoutRenderer(), tea.WithFPS(tickFPS),
		tea.WithFilter(p.filter), tea.WithInput(console.Reader()), tea.WithOutput(console.Writer()),
		tea.WithEnvironment(console.Environ()), tea.WithColorProfile(profile), tea.WithWindowSize(width, height))
	ended := make(chan struct{})
	defer close(ended)
	go followSize(console, program, ended)
	p.jobs.listen()
	go p.jobs.follow(program, ended)
	// Bubble Tea kills a program whose own context ends: it closes the input
	// under the reader. One that quits waits for the reader.
	defer context.AfterFunc(ctx, program.Quit)()
	_, err = program.Run()
	return err
}

// size is that of the terminal, or what its environment says, or the usual.
func size(console uv.Console) (width, height int) {
	if width, height, err := console.GetSize(); err == nil && width > 0 && height > 0 {
		return width, height
	}
	told := func(name string, usual int) int {
		if n, err := strconv.Atoi(console.Getenv(name)); err == nil && n > 0 {
			return n
		}
		return usual
	}
	return told("COLUMNS", usualWidth), told("LINES", usualHeight)
}

// followSize tells the program of each new size of the terminal. Where there is
// no signal for it, it comes with the keys.
func followSize(console uv.Console, program *tea.Program, ended <-chan struct{}) {
	signals := make(chan os.Signal, 1)
	uv.NotifyWinch(signals)
	defer signal.Stop(signals)
	for {
		select {
		case <-signals:
			if width, height, err := console.GetSize(); err == nil {
				program.Send(tea.WindowSizeMsg{Width: width, Height: height})
			}
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
