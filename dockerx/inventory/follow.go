package inventory

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// openLink opens the event stream and follows it beside the state. It asks for
// events from the engine's own time of the greeting on, so that nothing is
// missed between the first list and the moment at which the stream opens.
func (f *Feed) openLink() {
	first := f.link.state == model.LinkConnecting
	f.link.begin()
	f.work(func() {
		since := f.client.ConnectedAt()
		if !first {
			since = time.Time{}
		}
		err := f.client.watch(f.ctx, since,
			func() { f.post(f.linkOpened) },
			func(e event) {
				f.seen.Add(1)
				f.post(func() { f.eventCame(e) })
			})
		f.post(func() {
			f.link.broke(time.Now(), dockerx.ProblemOf(err, f.client.Host()))
			for _, cache := range f.references {
				cache.clear()
			}
			f.dirty = true
		})
	})
}

// linkOpened reconciles after the stream had been lost: whatever happened
// meanwhile left no event.
func (f *Feed) linkOpened() {
	f.dirty = true
	if lost := f.link.opened(time.Now()); lost {
		f.want(append(f.schedule.failed(), model.FactEngine, model.FactImages, model.FactContainers)...)
		f.sharingChanged()
		f.refreshLater(model.FactUsage)
	}
}

// reconciled ends the stale time once both lists have come since the stream
// was opened again.
func (f *Feed) reconciled() {
	if f.link.state != model.LinkStale || f.link.openedAt.IsZero() {
		return
	}
	for _, fact := range []model.Fact{model.FactImages, model.FactContainers} {
		if run := f.schedule.runs[fact]; run.wanted || run.busy {
			return
		}
	}
	f.link.live()
}

// sharingChanged asks again for what images share. Where it is counted by the
// layers, it need not be asked for; but the containerd store may have lost files
// of an image along with another one, which shows in the list.
func (f *Feed) sharingChanged() {
	if !f.askShared() && f.inventory.Engine.Store == model.StoreContainerd {
		f.refreshLater(model.FactImages)
	}
}

// askShared asks for what images share unless it is counted by the layers, and
// reports whether it did.
func (f *Feed) askShared() bool {
	if f.inventory.Layered() && f.inventory.Engine.Store != model.StoreUnknown {
		return false
	}
	f.refreshLater(model.FactShared)
	return true
}

// refreshLater asks for facts again when things have gone quiet.
func (f *Feed) refreshLater(facts ...model.Fact) {
	var earliest time.Time
	for _, fact := range facts {
		run := f.schedule.runs[fact]
		if rested := run.ended.Add(run.took * refreshRest); rested.After(earliest) {
			earliest = rested
		}
	}
	f.refresh.later(time.Now(), earliest, facts...)
}

// answers are what the engine said to a batch of events.
type answers struct {
	delta      imageDelta
	layers     map[model.ImageID]layers
	containers []*model.Container
}

// apply looks up what a batch of events asks for. Many images are cheaper to
// list than to inspect one by one.
func (f *Feed) apply(b batch) {
	if b.listImages || len(b.inspect) > maxInspections {
		f.want(model.FactImages)
		clear(b.inspect)
	}
	if len(b.containers) > maxContainerFilter {
		f.want(model.FactContainers)
		clear(b.containers)
	}
	if b.measure {
		f.refreshLater(model.FactUsage)
	} else {
		f.refresh.putOff(time.Now())
	}
	if len(b.inspect)+len(b.containers) == 0 {
		f.applied(b, answers{}, nil)
		return
	}
	f.applying = true
	inventory := f.inventory
	f.work(func() {
		found, err := f.client.lookUp(f.ctx, inventory, b)
		f.post(func() {
			f.applying = false
			f.applied(b, found, err)
		})
	})
}

// applied merges what was looked up. When that failed, the lists are asked
// for instead, and say what is wrong.
func (f *Feed) applied(b batch, found answers, err error) {
	if err != nil {
		f.want(model.FactImages, model.FactContainers)
		return
	}
	f.mergeImages(b, found)
	if len(b.containers)+len(b.dropped) > 0 {
		f.setContainers(replaceContainers(f.inventory, found.containers, b.containers, b.dropped))
	}
	if b.listLater || f.mentionsUnknown(b) {
		f.refreshLater(model.FactImages)
	}
}

// mentionsUnknown reports whether containers were created from an image that
// no event has told of, as classic builds of old engines do.
func (f *Feed) mentionsUnknown(b batch) bool {
	for id := range b.mentioned {
		if _, known := f.inventory.Image(id); !known && !b.gone[id] {
			return true
		}
	}
	return false
}

func (f *Feed) mergeImages(b batch, found answers) {
	delta := found.delta
	if delta.gone == nil {
		delta.gone = map[model.ImageID]bool{}
	}
	for id := range b.gone {
		delta.gone[id] = true
	}
	var known []model.ImageLayers
	for _, image := range delta.found {
		old, isKnown := f.inventory.Image(image.ID)
		if isKnown {
			inherit(image, old)
		}
		told := found.layers[image.ID]
		if !told.enough(f.inventory.Engine.Store) && (!isKnown || !old.Layered) {
			continue // asked before it was known that layers are counted: they are read later
		}
		if told.enough(f.inventory.Engine.Store) {
			of := told.of(f.inventory.Engine.Store, f.tree, image.Size)
			image.Top, image.Layered, image.Record, image.Content = of.Top, true, told.record, told.content
			known = append(known, of)
		}
		if !isKnown {
			f.learnt++
		}
	}
	images, changed := applyDelta(f.inventory, delta)
	if !changed {
		return
	}
	before := f.inventory
	f.inventory = before.WithLayerSizes(before.LayerSizes().With(known))
	f.setImages(before.Taken, images)
	f.imagesChanged(before)
}

// imagesChanged asks again for what depends on which images there are. The
// shared bytes of those that share nothing are known without asking.
func (f *Feed) imagesChanged(before *model.Inventory) {
	gone, came := missing(before, f.inventory), missing(f.inventory, before)
	if len(gone)+len(came) > 0 {
		f.refreshLater(model.FactUsage)
	}
	if sharingChanged(f.inventory, gone, came) {
		f.sharingChanged()
		return
	}
	for _, image := range came {
		image.SharedSize = 0 // nobody has seen it yet
	}
}

// lookUp asks the engine for the images and containers of a batch.
func (c fetcher) lookUp(ctx context.Context, inventory *model.Inventory, b batch) (answers, error) {
	found := answers{
		delta:  imageDelta{gone: map[model.ImageID]bool{}},
		layers: map[model.ImageID]layers{},
	}
	if err := c.lookUpImages(ctx, inventory, b, &found); err != nil {
		return found, err
	}
	if len(b.containers) == 0 {
		return found, nil
	}
	ids := make([]model.ContainerID, 0, len(b.containers))
	for id := range b.containers {
		ids = append(ids, id)
	}
	var err error
	found.containers, err = c.containers(ctx, ids...)
	return found, err
}

// lookedUp is the answer to one inspection.
type lookedUp struct {
	name   string
	found  *inspection // nil when there is no such image
	layers layers
}

// lookUpImages inspects the images of a batch, and then those that they lead
// to without an event of their own: parents that are not known yet, since
// classic builds of old engines are silent about their steps, and the images
// that a moved tag was taken from.
func (c fetcher) lookUpImages(ctx context.Context, inventory *model.Inventory, b batch, into *answers) error {
	names := make([]string, 0, len(b.inspect))
	for name := range b.inspect {
		names = append(names, name)
	}
	asked := map[string]bool{}
	for len(names) > 0 {
		var more []string
		look := func(ctx context.Context, name string) (lookedUp, error) { return c.lookUpImage(ctx, inventory, name) }
		err := fanout.Each(ctx, inspectJobs, slices.Values(names), look, func(l lookedUp) {
			if l.found == nil {
				if wire.IsImageID(l.name) {
					into.delta.gone[wire.ImageID(l.name)] = true
				}
				return
			}
			image := l.found.image()
			if _, twice := into.layers[image.ID]; twice {
				return
			}
			into.delta.found = append(into.delta.found, image)
			into.layers[image.ID] = l.layers
			more = append(more, ledTo(inventory, image)...)
		})
		if err != nil {
			return err
		}
		for _, name := range names {
			asked[name] = true
		}
		slices.Sort(more)
		names = slices.DeleteFunc(slices.Compact(more), func(id string) bool { return asked[id] })
	}
	if inventory.Engine.Store == model.StoreContainerd {
		return c.listSizes(ctx, inventory, into.delta.found)
	}
	return nil
}

// ledTo are the IDs of the images that a found image says something about.
func ledTo(inventory *model.Inventory, found *model.Image) []string {
	var ids []string
	if _, known := inventory.Image(found.Parent); !known && found.Parent != "" {
		ids = append(ids, string(found.Parent))
	}
	for _, tag := range found.Tags {
		if owner, ok := inventory.ByRef(tag); ok && owner.ID != found.ID {
			ids = append(ids, string(owner.ID))
		}
	}
	return ids
}

// lookUpImage inspects an image. Its history is asked for once: it never
// changes.
func (c fetcher) lookUpImage(ctx context.Context, inventory *model.Inventory, name string) (lookedUp, error) {
	found, err := c.inspect(ctx, name)
	if dockerx.IsNotFound(err) {
		return lookedUp{name: name}, nil
	}
	if err != nil {
		return lookedUp{}, err
	}
	told := layers{chain: chainIDs(found.RootFS.Layers)}
	if old, known := inventory.Image(wire.ImageID(found.ID)); !known || !old.Layered {
		told, err = c.layersOf(ctx, inventory.Engine.Store, found)
	}
	if dockerx.IsNotFound(err) {
		return lookedUp{name: name}, nil
	}
	return lookedUp{name: name, found: found, layers: told}, err
}

// listSizes gives images that are new their size as the list has it, which on
// the containerd store is another one than that of an inspection. A list that
// is filtered by name takes a few milliseconds where the whole list takes
// seconds.
func (c fetcher) listSizes(ctx context.Context, inventory *model.Inventory, images []*model.Image) error {
	isNew := map[model.ImageID]*model.Image{}
	names, dangling := map[string]bool{}, false
	for _, image := range images {
		if _, known := inventory.Image(image.ID); known {
			continue
		}
		isNew[image.ID] = image
		switch {
		case len(image.Tags) > 0:
			names[image.Tags[0]] = true
		case len(image.Digests) > 0:
			repo, _, _ := strings.Cut(image.Digests[0], "@")
			names[repo] = true
		default:
			dangling = true
		}
	}
	var filters []map[string]map[string]bool
	if len(names) > 0 {
		filters = append(filters, map[string]map[string]bool{"reference": names})
	}
	if dangling {
		filters = append(filters, map[string]map[string]bool{"dangling": {"true": true}})
	}
	for _, filter := range filters {
		text, err := json.Marshal(filter)
		if err != nil {
			return err
		}
		err = c.eachImage(ctx, url.Values{"all": {"1"}, "filters": {string(text)}}, func(s *imageSummary) {
			if image, ok := isNew[wire.ImageID(s.ID)]; ok {
				image.Size = s.Size
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
