package inventory

import (
	"context"

	"jettison/dockerx"
	"jettison/model"
)

// List lists the things that an engine has now. Nothing is known of
// their layers. Errors are *model.Problem.
func List(ctx context.Context, client *dockerx.Client, engine model.Engine) (*model.Inventory, error) {
	c := fetcher{client}
	inv := model.NewInventory(engine, c.Now(), nil, nil, nil)
	for _, k := range listedKinds() {
		next, err := k.list(ctx, c, inv)
		if err != nil {
			return nil, dockerx.ProblemOf(err, c.Host())
		}
		inv = next
	}
	// A driver that does not answer keeps only volumes from being known.
	if volumes, err := c.volumes(ctx); err == nil {
		inv = inv.WithVolumes(volumes)
	}
	return inv, nil
}
