package inventory

import (
	"context"
	"net/url"
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// sinceAnswer says since when a container has been in its state.
type sinceAnswer struct {
	id    model.ContainerID
	state model.ContainerState
	since time.Time
}

// maxSinceRequests is how many containers are inspected side by side.
const maxSinceRequests = 4

// askSince inspects the containers whose state has no known start: the list only has a
// rounded sentence. Containers are few, and their rows do not wait for it. Failures leave
// it unknown.
func (f *Feed) askSince() {
	containers := f.inventory.Containers()
	if f.since || !slices.ContainsFunc(containers, sinceUnknown) {
		return
	}
	f.work(func() {
		answers := f.client.since(f.ctx, containers)
		f.post(func() {
			f.inventory = f.inventory.WithContainers(withSince(f.inventory.Containers(), answers))
			f.dirty = true
		})
	})
}

func sinceUnknown(c *model.Container) bool { return c.Since.IsZero() }

// since inspects those of the containers whose state has no known start.
func (c fetcher) since(ctx context.Context, containers []*model.Container) (answers []sinceAnswer) {
	unknown := slices.DeleteFunc(slices.Clone(containers), func(c *model.Container) bool { return !sinceUnknown(c) })
	_ = fanout.Each(ctx, maxSinceRequests, slices.Values(unknown), func(ctx context.Context, of *model.Container) (sinceAnswer, error) {
		since, err := c.stateSince(ctx, of.ID)
		if dockerx.IsStatusError(err) {
			err = nil // gone meanwhile; an event tells that
		}
		return sinceAnswer{of.ID, of.State, since}, err
	}, func(a sinceAnswer) { answers = append(answers, a) })
	return answers
}

// withSince returns the containers with the answers that still hold.
func withSince(containers []*model.Container, answers []sinceAnswer) []*model.Container {
	told := make(map[model.ContainerID]sinceAnswer, len(answers))
	for _, a := range answers {
		told[a.id] = a
	}
	containers = slices.Clone(containers)
	for i, c := range containers {
		if a, ok := told[c.ID]; ok && c.Since.IsZero() && c.State == a.state && !a.since.IsZero() {
			next := *c
			next.Since = a.since
			containers[i] = &next
		}
	}
	return containers
}

// stateSince asks since when a container has been in its state. The list only says
// "Exited (0) 2 weeks ago".
func (c fetcher) stateSince(ctx context.Context, id model.ContainerID) (time.Time, error) {
	var answer struct {
		State struct {
			Running               bool
			StartedAt, FinishedAt string
		}
	}
	if err := c.GetJSON(ctx, "/containers/"+url.PathEscape(string(id))+"/json", nil, &answer); err != nil {
		return time.Time{}, err
	}
	if answer.State.Running {
		return wire.Time(answer.State.StartedAt), nil
	}
	return wire.Time(answer.State.FinishedAt), nil
}
