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

// inspectedContainer is what the list does not tell of a container.
type inspectedContainer struct {
	id         model.ContainerID
	state      model.ContainerState // in the list
	since      time.Time            // zero if the engine did not answer
	exitCode   *int
	autoRemove bool
	answered   bool
}

// maxContainerRequests is how many containers are inspected side by side.
const maxContainerRequests = 4

// inspectContainers inspects the containers whose state has no known start, or of which
// nobody knows whether the engine removes them once they stop: the list only has a
// rounded sentence. Containers are few, and their rows do not wait for it. Failures leave
// it unknown.
func (f *Feed) inspectContainers() {
	containers := f.inventory.Containers()
	if f.since || !slices.ContainsFunc(containers, uninspected) {
		return
	}
	f.work(func() {
		answers := f.client.inspectContainers(f.ctx, containers)
		f.post(func() {
			f.inventory = f.inventory.WithContainers(withInspected(f.inventory.Containers(), answers))
			f.dirty = true
		})
	})
}

// uninspected reports whether the list left something open. Podman has no answer about
// containers of builds.
func uninspected(c *model.Container) bool {
	return c.Since.IsZero() || !c.Inspected && !c.External
}

// inspectContainers inspects those of the containers of which the list left something open.
func (c fetcher) inspectContainers(ctx context.Context, containers []*model.Container) (answers []inspectedContainer) {
	open := slices.DeleteFunc(slices.Clone(containers), func(c *model.Container) bool { return !uninspected(c) })
	_ = fanout.Each(ctx, maxContainerRequests, slices.Values(open), func(ctx context.Context, of *model.Container) (inspectedContainer, error) {
		found, err := c.inspectContainer(ctx, of)
		if dockerx.IsStatusError(err) {
			err = nil // gone meanwhile; an event tells that
		}
		return found, err
	}, func(a inspectedContainer) { answers = append(answers, a) })
	return answers
}

// withInspected returns the containers with the answers that still hold.
func withInspected(containers []*model.Container, answers []inspectedContainer) []*model.Container {
	told := make(map[model.ContainerID]inspectedContainer, len(answers))
	for _, a := range answers {
		told[a.id] = a
	}
	containers = slices.Clone(containers)
	for i, c := range containers {
		a, ok := told[c.ID]
		if !ok || !a.answered {
			continue
		}
		next := *c
		next.AutoRemove, next.Inspected = a.autoRemove, true
		if c.State == a.state {
			if c.Since.IsZero() {
				next.Since = a.since
			}
			if a.exitCode != nil {
				next.ExitCode = a.exitCode
			}
		}
		containers[i] = &next
	}
	return containers
}

// inspectContainer asks since when a container has been in its state, how it ended, and
// whether the engine removes it once it stops. The list only says "Exited (0) 2 weeks ago".
func (c fetcher) inspectContainer(ctx context.Context, of *model.Container) (inspectedContainer, error) {
	found := inspectedContainer{id: of.ID, state: of.State}
	var answer struct {
		State struct {
			Running               bool
			ExitCode              *int
			StartedAt, FinishedAt string
		}
		HostConfig struct{ AutoRemove bool }
	}
	if err := c.GetJSON(ctx, "/containers/"+url.PathEscape(string(of.ID))+"/json", nil, &answer); err != nil {
		return found, err
	}
	found.answered, found.autoRemove = true, answer.HostConfig.AutoRemove
	if answer.State.Running {
		found.since = wire.Time(answer.State.StartedAt)
		return found, nil
	}
	found.since = wire.Time(answer.State.FinishedAt)
	if !found.since.IsZero() { // else it never ran
		found.exitCode = answer.State.ExitCode
	}
	return found, nil
}
