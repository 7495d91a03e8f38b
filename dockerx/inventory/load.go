package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/model"
)

// load starts to load a fact. When it ends, the result is merged into the
// inventory as it is then.
func (f *Feed) load(fact model.Fact) {
	ctx, cancel := context.WithCancel(f.ctx)
	f.schedule.begin(fact, time.Now(), cancel)
	f.dirty = true
	asked := f.client.Now()
	fetch := f.fetch(fact, asked)
	f.work(func() {
		merge, err := fetch(ctx)
		f.post(func() { f.loaded(fact, asked, merge, err) })
	})
}

// fetch is how a fact is asked for. It runs beside the state; the function
// that it returns merges the answer into the state.
func (f *Feed) fetch(fact model.Fact, asked time.Time) func(context.Context) (merge func(), err error) {
	switch fact {
	case model.FactEngine:
		return f.fetchEngine
	case model.FactImages:
		return func(ctx context.Context) (func(), error) { return f.fetchImages(ctx, asked) }
	case model.FactContainers:
		return f.fetchContainers
	case model.FactShared:
		return f.fetchShared
	case model.FactUsage:
		return f.fetchUsage
	default:
		return f.fetchLayers(f.inventory)
	}
}

// loaded ends the loading of a fact.
func (f *Feed) loaded(fact model.Fact, asked time.Time, merge func(), err error) {
	if err == nil {
		merge()
	}
	f.schedule.end(fact, asked, time.Now(), dockerx.ProblemOf(err, f.client.Host()))
	f.dirty = true
	if fact == model.FactImages || fact == model.FactContainers {
		f.reconciled()
	}
}

func (f *Feed) fetchEngine(ctx context.Context) (func(), error) {
	engine, err := f.client.Engine(ctx)
	return func() {
		f.inventory = f.inventory.WithEngine(engine)
		f.coalescer.verifyDeletes = engine.Store == model.StorePodman
	}, err
}

func (f *Feed) fetchImages(ctx context.Context, asked time.Time) (func(), error) {
	listed, err := f.client.images(ctx, f.schedule.sharedFrom == model.FactImages)
	return func() {
		first := f.inventory.Taken.IsZero()
		merged, changed := mergeListed(f.inventory, listed)
		f.setImages(asked, merged)
		if first {
			f.schedule.restUntil = time.Now().Add(f.breath)
			f.setShared(f.early, true)
			f.early = nil
		}
		if changed && !first {
			f.askShared()
			f.refreshLater(model.FactUsage)
		}
	}, err
}

// setImages makes the next inventory, and asks for the layers of what is new.
func (f *Feed) setImages(taken time.Time, images []*model.Image) {
	f.inventory = f.inventory.WithImages(taken, images)
	f.dirty = true
	if slices.ContainsFunc(images, func(image *model.Image) bool { return !image.Layered }) {
		f.want(model.FactLayers)
	}
}

func (f *Feed) fetchContainers(ctx context.Context) (func(), error) {
	listed, err := f.client.containers(ctx)
	if err == nil && f.since {
		listed = withSince(listed, f.client.since(ctx, listed))
	}
	return func() {
		f.setContainers(mergeContainers(f.inventory, listed, nil))
	}, err
}

// setContainers makes the next inventory, and asks what lists don't tell.
func (f *Feed) setContainers(containers []*model.Container) {
	f.inventory = f.inventory.WithContainers(withSizes(containers, f.writable))
	f.dirty = true
	f.askSince()
}

// fetchShared asks for the image list once more, with the bytes that images
// share: engines take their time for it, so the first list goes without.
func (f *Feed) fetchShared(ctx context.Context) (func(), error) {
	seen := f.seen.Load()
	listed, err := f.client.images(ctx, true)
	return func() {
		if f.seen.Load() == seen && !f.applying {
			// Nothing happened meanwhile: it is as good as the first list, and
			// whatever slipped through comes right.
			merged, _ := mergeListed(f.inventory, listed)
			f.setImages(f.inventory.Taken, merged)
			return
		}
		shared := make(map[model.ImageID]int64, len(listed))
		for _, image := range listed {
			shared[image.ID] = image.SharedSize
		}
		f.setShared(shared, false)
	}, err
}

func (f *Feed) fetchUsage(ctx context.Context) (func(), error) {
	found, err := f.client.diskUsage(ctx, f.cacheOnly)
	return func() {
		f.writable = found.writable
		f.inventory = f.inventory.WithUsage(found.usage).
			WithContainers(withSizes(f.inventory.Containers(), f.writable))
		if f.inventory.Taken.IsZero() {
			f.early = found.shared
		}
		f.setShared(found.shared, f.schedule.sharedFrom != model.FactUsage)
	}, err
}

// setShared sets the shared bytes of images. With onlyUnknown those that are
// known already stay.
func (f *Feed) setShared(shared map[model.ImageID]int64, onlyUnknown bool) {
	images, changed := slices.Clone(f.inventory.Images()), false
	for i, image := range images {
		bytes, told := shared[image.ID]
		if !told || bytes == image.SharedSize || bytes < 0 || onlyUnknown && image.SharedSize >= 0 {
			continue
		}
		next := *image
		next.SharedSize = bytes
		images[i], changed = &next, true
	}
	if changed {
		f.setImages(f.inventory.Taken, images)
	}
}

// withSizes are the containers with the bytes of their writable layers, where
// the last disk usage told of them.
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

// sinceAnswer is since when a container has been in its state.
type sinceAnswer struct {
	id    model.ContainerID
	state model.ContainerState
	since time.Time
}

// maxSinceRequests is how many containers are inspected side by side.
const maxSinceRequests = 4

// askSince inspects the containers of which it is not known since when they
// are in their state: the list only has a rounded sentence. Containers are
// few, and their rows do not wait for it. Failures leave it unknown.
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

// since asks it of those of the containers of which it is not known.
func (c fetcher) since(ctx context.Context, containers []*model.Container) (answers []sinceAnswer) {
	unknown := slices.DeleteFunc(slices.Clone(containers), func(c *model.Container) bool { return !sinceUnknown(c) })
	_ = fanout.Each(ctx, maxSinceRequests, slices.Values(unknown), func(ctx context.Context, of *model.Container) (sinceAnswer, error) {
		since, err := c.stateSince(ctx, of.ID)
		if dockerx.IsStatusError(err) {
			err = nil // gone meanwhile: its event will tell
		}
		return sinceAnswer{of.ID, of.State, since}, err
	}, func(a sinceAnswer) { answers = append(answers, a) })
	return answers
}

// withSince are the containers with the answers that still hold.
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
