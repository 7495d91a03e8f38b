package inventory

import (
	"context"
	"net/url"
	"slices"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/model"
)

// MeasureContainers has the engine measure what some containers have written, which is in no
// list, and returns the inventory with it. It takes as long as counting the files of their
// writable layers does. Containers that are gone, and those that the engine can't measure,
// stay as they are. Errors are *model.Problem.
func MeasureContainers(ctx context.Context, client *dockerx.Client, inv *model.Inventory, containers []*model.Container) (*model.Inventory, error) {
	c := fetcher{client}
	sizes := make(map[model.ContainerID]int64, len(containers))
	type answer struct {
		id   model.ContainerID
		size int64
	}
	err := fanout.Each(ctx, maxSizeRequests, slices.Values(containers), func(ctx context.Context, of *model.Container) (answer, error) {
		size, err := c.writableSize(ctx, of.ID)
		if dockerx.IsStatusError(err) {
			size, err = model.Unknown, nil
		}
		return answer{of.ID, size}, err
	}, func(a answer) {
		if a.size >= 0 {
			sizes[a.id] = a.size
		}
	})
	if err != nil {
		return nil, dockerx.ProblemOf(err, c.Host())
	}
	return inv.WithContainers(withSizes(inv.Containers(), sizes)), nil
}

// maxSizeRequests is how many containers the engine measures side by side.
const maxSizeRequests = 4

// writableSize asks for the bytes of a container's writable layer, Unknown where the engine
// doesn't tell.
func (c fetcher) writableSize(ctx context.Context, id model.ContainerID) (int64, error) {
	answer := struct{ SizeRw int64 }{model.Unknown}
	err := c.GetJSON(ctx, "/containers/"+url.PathEscape(string(id))+"/json", url.Values{"size": {"1"}}, &answer)
	return max(model.Unknown, answer.SizeRw), err
}
