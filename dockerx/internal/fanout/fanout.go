// Package fanout runs requests side by side, a bounded number at once.
package fanout

import (
	"context"
	"iter"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Each calls do for each item, at most limit at once, and hands each result to
// done, one at a time. It takes an item only when there is room for it. The first
// error that do returns ends it: Each starts no more items and returns that error.
func Each[T, R any](ctx context.Context, limit int, items iter.Seq[T], do func(context.Context, T) (R, error), done func(R)) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(limit)
	var mu sync.Mutex
	for item := range items {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			result, err := do(ctx, item)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done(result)
			return nil
		})
	}
	return group.Wait()
}
