package cli

import (
	"context"
	"sync/atomic"

	"jettison/ui"
)

// opener opens an engine for the screen.
type opener func(ctx context.Context) (ui.Session, error)

// preconnect starts to open an engine immediately, while the screen is still set up. The first
// call returns that result; every later call opens again.
func preconnect(ctx context.Context, open opener) opener {
	type result struct {
		session ui.Session
		err     error
	}
	first := make(chan result, 1)
	go func() {
		session, err := open(ctx)
		first <- result{session, err}
	}()
	var taken atomic.Bool
	return func(ctx context.Context) (ui.Session, error) {
		if taken.Swap(true) {
			return open(ctx)
		}
		select {
		case r := <-first:
			return r.session, r.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
