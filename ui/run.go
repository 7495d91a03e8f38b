package ui

import (
	"context"
	"errors"
	"io"

	"jettison/ui/terminal"
)

// Run shows the screen until the person quits or the context ends.
func Run(ctx context.Context, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	root := New(ctx, opts)
	err := terminal.Run(ctx, root, terminal.Options{NoColor: opts.NoColor, FPS: opts.FPS, Lend: opts.Lend})
	cancel()
	// What was typed and pinned just before the end.
	err = errors.Join(err, root.queryWrites.flush(), root.pinWrites.flush())
	err = errors.Join(err, root.closeSessions())
	if words := root.parting(); words != "" && opts.Parting != nil {
		_, writeErr := io.WriteString(opts.Parting, words)
		err = errors.Join(err, writeErr)
	}
	return err
}
