package inventory

import (
	"context"

	"jettison/dockerx"
	"jettison/model"
)

// List lists the images and containers that an engine has now. Nothing is known of
// their layers. Errors are *model.Problem.
func List(ctx context.Context, client *dockerx.Client, engine model.Engine) (*model.Inventory, error) {
	c := fetcher{client}
	taken := c.Now()
	images, err := c.images(ctx, false)
	if err != nil {
		return nil, dockerx.ProblemOf(err, c.Host())
	}
	containers, err := c.containers(ctx)
	if err != nil {
		return nil, dockerx.ProblemOf(err, c.Host())
	}
	return model.NewInventory(engine, taken, images, containers, nil), nil
}
