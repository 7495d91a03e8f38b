package inventory

import (
	"context"
	"maps"
	"slices"
	"time"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// maxContainerFilter is how many containers one filtered list may name.
const maxContainerFilter = 100

// containerKind is what is special to containers. What events tell of is listed by a
// filter.
type containerKind struct{}

func (containerKind) fact() model.Fact { return model.FactContainers }

func (containerKind) list(ctx context.Context, c fetcher, inv *model.Inventory) (*model.Inventory, error) {
	containers, err := c.containers(ctx)
	if err != nil {
		return nil, err
	}
	return inv.WithContainers(containers), nil
}

func (containerKind) fetch(f *Feed, _ time.Time) request {
	return func(ctx context.Context) (func(), error) {
		listed, err := f.client.containers(ctx)
		if err == nil && f.since {
			listed = withInspected(listed, f.client.inspectContainers(ctx, listed))
		}
		return func() {
			f.setContainers(mergeContainers(f.inventory, listed, nil))
		}, err
	}
}

// setContainers makes the next inventory, and requests what lists don't tell.
func (f *Feed) setContainers(containers []*model.Container) {
	f.inventory = f.inventory.WithContainers(withSizes(containers, f.writable))
	f.dirty = true
	f.inspectContainers()
}

// withSizes returns the containers with the bytes of their writable layers, as far as the
// last disk usage told.
func withSizes(containers []*model.Container, writable map[model.ContainerID]int64) []*model.Container {
	containers = slices.Clone(containers)
	for i, c := range containers {
		if size, told := writable[c.ID]; told && size != c.Size {
			next := *c
			next.Size = size
			containers[i] = &next
		}
	}
	return containers
}

func (containerKind) events() (of string, actions []string) {
	return "container", []string{
		"create", "start", "restart", "stop", "die", "died", "pause", "unpause", "rename", "update", "destroy", "remove", "prune",
	}
}

func (containerKind) add(c *coalescer, e event) {
	b, id := &c.pending, model.ContainerID(e.id)
	if wire.IsImageID(e.image) {
		b.mentioned[wire.ImageID(e.image)] = true
	}
	switch e.action {
	case "destroy", "remove":
		delete(b.containers, id)
		b.dropped[id] = true
		b.usageChanged = true
		b.listLater = b.listLater || c.silentBuilds && wire.IsImageID(e.image)
	case "create", "start", "restart", "die", "died", "pause", "unpause":
		delete(b.dropped, id)
		b.containers[id] = e.at
		b.usageChanged = b.usageChanged || e.action == "create"
	case "rename", "stop", "update":
		if _, known := b.containers[id]; !known {
			b.containers[id] = time.Time{}
		}
	case "prune":
		b.usageChanged = true
	}
}

func (containerKind) narrow(f *Feed, b batch) bool {
	if b.listContainers || len(b.containers) > maxContainerFilter {
		f.want(model.FactContainers)
		clear(b.containers)
	}
	return len(b.containers) > 0
}

func (containerKind) lookUp(ctx context.Context, c fetcher, _ *model.Inventory, b batch, into *lookupResult) (err error) {
	if len(b.containers) > 0 {
		into.containers, err = c.containers(ctx, slices.Collect(maps.Keys(b.containers))...)
	}
	return err
}

func (containerKind) merge(f *Feed, b batch, found lookupResult) {
	if len(b.containers)+len(b.dropped) > 0 {
		f.setContainers(replaceContainers(f.inventory, found.containers, b.containers, b.dropped))
	}
}

// mergeContainers keeps what a list does not tell: the size, and the start of the state
// unless the state changed. since is the times that events told.
func mergeContainers(before *model.Inventory, listed []*model.Container, since map[model.ContainerID]time.Time) []*model.Container {
	old := make(map[model.ContainerID]*model.Container, len(before.Containers()))
	for _, c := range before.Containers() {
		old[c.ID] = c
	}
	for i, c := range listed {
		was, known := old[c.ID]
		if known && c.Size < 0 {
			c.Size = was.Size
		}
		if told := since[c.ID]; !told.IsZero() {
			c.Since = told
		} else if known && c.Since.IsZero() && c.State == was.State {
			c.Since = was.Since
		}
		if known && was.Inspected {
			c.AutoRemove, c.Inspected = was.AutoRemove, true // they are settled when it is created
		}
		if known && c.ExitCode == nil && c.State == was.State {
			c.ExitCode = was.ExitCode
		}
		if known && sameContainer(was, c) {
			listed[i] = was
		}
	}
	return listed
}

// sameContainer reports whether nothing of a container changed.
func sameContainer(a, b *model.Container) bool {
	return a.ID == b.ID && a.Name == b.Name && a.Image == b.Image && a.ImageRef == b.ImageRef && a.Manifest == b.Manifest && a.State == b.State &&
		a.Status == b.Status && a.Created.Equal(b.Created) && a.Since.Equal(b.Since) && a.Size == b.Size && a.External == b.External && slices.Equal(a.Mounts, b.Mounts) && slices.Equal(a.Volumes, b.Volumes) &&
		a.AutoRemove == b.AutoRemove && a.Inspected == b.Inspected && equalCode(a.ExitCode, b.ExitCode) && maps.Equal(a.Labels, b.Labels)
}

func equalCode(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// replaceContainers makes the containers of the next inventory. asked is those that were
// listed again; the ones among them that the list does not have are gone.
func replaceContainers(before *model.Inventory, listed []*model.Container, asked map[model.ContainerID]time.Time, dropped map[model.ContainerID]bool) []*model.Container {
	next := mergeContainers(before, listed, asked)
	for _, c := range before.Containers() {
		if _, again := asked[c.ID]; !again && !dropped[c.ID] {
			next = append(next, c)
		}
	}
	return next
}
