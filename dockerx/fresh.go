package dockerx

import (
	"context"

	"jettison/model"
)

// Fresh lists the images and containers that an engine has now. Nothing is known of
// their layers. Errors are *model.Problem.
func (c *Client) Fresh(ctx context.Context, engine model.Engine) (*model.Inventory, error) {
	taken := c.now()
	images, err := c.images(ctx, false)
	if err != nil {
		return nil, problemOf(err, c.Host())
	}
	containers, err := c.containers(ctx)
	if err != nil {
		return nil, problemOf(err, c.Host())
	}
	return model.NewInventory(engine, taken, images, containers, nil), nil
}
