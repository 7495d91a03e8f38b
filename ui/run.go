package ui

import (
	"context"
	"errors"
	"io"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// defaultFPS is Bubble Tea's most: a frame then waits 4 ms on average, which a
// person who holds a key down can feel, for about one more percent of a core.
const defaultFPS = 120

// Run shows the screen until the person quits or the context ends.
func Run(ctx context.Context, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if opts.FPS == 0 {
		opts.FPS = defaultFPS
	}
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(opts.FPS), tea.WithoutSignalHandler()}
	if opts.NoColor {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	if opts.Input != nil {
		options = append(options, tea.WithInput(opts.Input))
	}
	if opts.Output != nil {
		options = append(options, tea.WithOutput(opts.Output))
	}
	if opts.Env != nil {
		options = append(options, tea.WithEnvironment(opts.Env))
	}
	root := New(ctx, opts)
	_, err := tea.NewProgram(root, options...).Run()
	cancel()
	if root.session != nil {
		err = errors.Join(err, root.session.Close())
	}
	if words := root.parting(); words != "" && opts.Parting != nil {
		_, writeErr := io.WriteString(opts.Parting, words)
		err = errors.Join(err, writeErr)
	}
	if errors.Is(err, tea.ErrProgramKilled) {
		return nil
	}
	return err
}
