package dockerx

import (
	"context"
	"iter"
	"sync"

	"golang.org/x/sync/errgroup"
)

// fanOut calls do for each item, which it takes when there is room for it, at most limit at once, and hands each result
// to done, one at a time. The first error that do returns ends it: no more
// items are started, and it is returned.
func fanOut[T, R any](ctx context.Context, limit int, items iter.Seq[T], do func(context.Context, T) (R, error), done func(R)) error {
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
