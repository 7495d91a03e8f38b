package inventory

import (
	"context"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// FollowUntags calls each with every image that loses a name from now on, once a name, until ctx
// ends or the stream breaks, and returns why. opened is called once the engine tells. Which name
// it was no engine says.
func FollowUntags(ctx context.Context, client *dockerx.Client, opened func(), each func(model.ImageID)) error {
	query, err := eventsOf([]string{"image"}, []string{"untag"})
	if err != nil {
		return err
	}
	return fetcher{client}.follow(ctx, query, opened, func(e event) { each(wire.ImageID(e.id)) })
}
