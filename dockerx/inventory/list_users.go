package inventory

import (
	"context"

	"jettison/dockerx"
	"jettison/model"
)

// ListUsers returns an inventory with the containers and services that the engine has now.
// Errors are as the client has them.
func ListUsers(ctx context.Context, client *dockerx.Client, inv *model.Inventory) (*model.Inventory, error) {
	c := fetcher{client}
	for _, k := range listedKinds() {
		if k.fact() != model.FactContainers {
			continue
		}
		next, err := k.list(ctx, c, inv)
		if err != nil {
			return nil, err
		}
		inv = next
	}
	return inv, nil
}
