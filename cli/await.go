package cli

import (
	"context"
	"errors"
	"slices"
	"time"

	"jettison/model"
)

// sincePatience is how long a command waits to learn since when containers are
// stopped; one of which nobody tells is left alone.
const sincePatience = 10 * time.Second

// await waits until each of the facts has come or has failed. It is an error
// when the engine, its images or its containers can't be had.
func await(ctx context.Context, next func(context.Context) (model.Snapshot, error), facts []model.Fact) (model.Snapshot, error) {
	needed := []model.Fact{model.FactEngine, model.FactImages, model.FactContainers}
	for {
		snapshot, err := next(ctx)
		if err != nil {
			return snapshot, err
		}
		for _, fact := range needed {
			if state := snapshot.Facts[fact]; state.Status == model.StatusFailed && state.Problem != nil {
				return snapshot, state.Problem
			}
		}
		waits := func(fact model.Fact) bool {
			status := snapshot.Facts[fact].Status
			return status == model.StatusWaiting || status == model.StatusLoading
		}
		if !slices.ContainsFunc(needed, waits) && !slices.ContainsFunc(facts, waits) {
			return snapshot, nil
		}
	}
}

// awaitSince waits a while until it is known since when containers are stopped.
func awaitSince(ctx context.Context, next func(context.Context) (model.Snapshot, error), snapshot model.Snapshot) (model.Snapshot, error) {
	bounded, cancel := context.WithTimeout(ctx, sincePatience)
	defer cancel()
	for slices.ContainsFunc(snapshot.Inventory.Containers(), func(c *model.Container) bool { return c.Since.IsZero() }) {
		newer, err := next(bounded)
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return snapshot, nil
		}
		if err != nil {
			return snapshot, err
		}
		snapshot = newer
	}
	return snapshot, nil
}
