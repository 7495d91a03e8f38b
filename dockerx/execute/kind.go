package execute

import (
	"context"

	"github.com/moby/moby/client"

	"jettison/model"
)

// engineAPI is the part of the moby client that the execution of a plan uses.
type engineAPI interface {
	imageAPI
	containerAPI
	volumeAPI
	cacheAPI
	Ping(ctx context.Context, options client.PingOptions) (client.PingResult, error)
}

// kind is how steps on things of one kind are carried out, and how these are brought back.
// There is one place for each: images.go, remove_container.go, remove_volume.go, remove_cache.go, unsupported.go.
type kind interface {
	// execute carries out a step. It looks at the thing first, so that nothing goes that
	// the plan does not list.
	execute(ctx context.Context, e *executor, step *model.Step, o *outcome) error
	// isGone reports whether what the step removes is gone.
	isGone(ctx context.Context, e *executor, step *model.Step) (bool, error)
	// restore brings back what steps, by their places in the plan, are about, and returns
	// when all of them have ended.
	restore(ctx context.Context, r *restorer, steps []int)
}

// kindOf returns how steps on a kind of thing are carried out.
func kindOf(k model.Kind) kind {
	switch k {
	case model.KindImage:
		return images{}
	case model.KindContainer:
		return containers{}
	case model.KindVolume:
		return volumes{}
	case model.KindCache:
		return caches{}
	case model.KindUnknown:
	}
	return unsupported{}
}
