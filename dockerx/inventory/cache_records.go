package inventory

import (
	"context"

	"jettison/dockerx"
	"jettison/model"
)

// CacheRecords returns an inventory with nothing but the records that the engine's build cache
// has now. Engines before API 1.42 measure their whole disk for it. Errors are as the client
// has them.
func CacheRecords(ctx context.Context, client *dockerx.Client, engine model.Engine) (*model.Inventory, error) {
	found, err := fetcher{client}.diskUsage(ctx, usageCache)
	if err != nil {
		return nil, err
	}
	return model.NewInventory(engine, client.Now(), nil, nil, found.usage), nil
}
