package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/dockerx/internal/wire"
	"jettison/model"
	"jettison/model/layers"
)

// maxInspections is how many images of a batch are inspected one by one; for more, one list
// is cheaper.
const maxInspections = 200

// imageKind is what is special to images. What events tell of is inspected.
type imageKind struct{}

func (imageKind) fact() model.Fact { return model.FactImages }

func (imageKind) list(ctx context.Context, c fetcher, inv *model.Inventory) (*model.Inventory, error) {
	images, err := c.images(ctx, false)
	if err != nil {
		return nil, err
	}
	return inv.WithImages(inv.Taken, images), nil
}

func (imageKind) fetch(f *Feed, asked time.Time) request {
	return func(ctx context.Context) (func(), error) {
		listed, err := f.client.images(ctx, f.schedule.sharedFrom == model.FactImages)
		return func() {
			first := f.inventory.Taken.IsZero()
			merged, changed := mergeListed(f.inventory, listed)
			f.setImages(asked, merged)
			if first {
				f.schedule.imagesOnlyUntil = time.Now().Add(f.headStart)
				f.setShared(f.earlyShared, true)
				f.earlyShared = nil
			}
			if changed && !first {
				f.askShared()
				f.refreshLater(model.FactUsage)
			}
		}, err
	}
}

// setImages makes the next inventory, and schedules the layers of new images, and the
// tag times that are not known.
func (f *Feed) setImages(taken time.Time, images []*model.Image) {
	f.inventory = f.inventory.WithImages(taken, f.inventory.KeepLosses(images, f.tagTimes.before))
	f.tagTimes.forgetGone(f.inventory)
	f.dirty = true
	if slices.ContainsFunc(images, func(image *model.Image) bool { return !image.Layered }) {
		f.want(model.FactLayers)
	}
	if f.wantsTagTimes() {
		f.want(model.FactTagTimes)
	}
}

func (imageKind) events() (of string, actions []string) {
	return "image", []string{
		"tag", "untag", "delete", "remove", "pull", "load", "import", "prune", "create", "build", "loadfromarchive",
	}
}

func (imageKind) add(c *coalescer, e event) {
	b := &c.pending
	switch e.action {
	case "delete", "remove":
		b.usageChanged = true
		if wire.IsImageID(e.id) && !c.verifyDeletes {
			id := wire.ImageID(e.id)
			delete(b.inspect, string(id))
			b.gone[id] = true
			b.listImages = b.listImages || b.loaded[id]
			return
		}
		c.inspectImage(e)
		b.goingMaybe[wire.ImageID(e.id)] = true
	case "prune":
		// Each image had its own events before, except on engines that can't be trusted.
		b.usageChanged = true
		b.listImages = b.listImages || c.verifyDeletes
	case "load", "import", "pull", "create", "build", "loadfromarchive":
		b.usageChanged = true
		if e.action == "load" && wire.IsImageID(e.id) {
			b.loaded[wire.ImageID(e.id)] = true
		}
		c.inspectImage(e)
	case "tag", "untag":
		c.inspectImage(e)
	}
}

// inspectImage has the image of an event inspected, by its ID or by the reference that
// pulls carry in its place. An event that names no image has the whole list read.
func (c *coalescer) inspectImage(e event) {
	switch {
	case wire.IsImageID(e.id):
		id := wire.ImageID(e.id)
		delete(c.pending.gone, id)
		c.pending.inspect[string(id)] = true
	case e.id != "" && (e.action == "pull" || e.action == "tag"):
		c.pending.inspect[e.id] = true
	default:
		c.pending.listImages = true
	}
}

func (imageKind) narrow(f *Feed, b batch) bool {
	if b.listImages || len(b.inspect) > maxInspections {
		f.want(model.FactImages)
		clear(b.inspect)
	}
	return len(b.inspect) > 0
}

func (imageKind) lookUp(ctx context.Context, c fetcher, inv *model.Inventory, b batch, into *lookupResult) error {
	return c.lookUpImages(ctx, inv, b, into)
}

func (imageKind) merge(f *Feed, b batch, found lookupResult) {
	delta := found.delta
	for id := range b.loaded {
		if delta.gone[id] { // nobody saw which names it had taken
			f.want(model.FactImages)
		}
	}
	if delta.gone == nil {
		delta.gone = map[model.ImageID]bool{}
	}
	for id := range b.gone {
		delta.gone[id] = true
	}
	for _, image := range delta.found {
		delete(delta.gone, image.ID) // it came back; the event of a pull has its name, not its ID
	}
	var known []layers.ImageSizes
	for _, image := range delta.found {
		if f.tagTimes.outdated(image.ID, found.seen) {
			f.tagTimes.keep(image)
			image.LastTagged, image.TagTimeRead = time.Time{}, false
		}
		if of, ok := f.complete(image, found.layers[image.ID]); ok {
			known = append(known, of)
		}
	}
	if slices.ContainsFunc(delta.found, func(image *model.Image) bool { return b.goingMaybe[image.ID] }) {
		f.refreshLater(model.FactImages) // it was asked for before it went, or stays
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

// complete fills in what the inspection of an image does not tell: from the image as it
// was, and from its layers if they were read. ok is false if they were not.
func (f *Feed) complete(image *model.Image, told imageLayers) (of layers.ImageSizes, ok bool) {
	store := f.inventory.Engine.Store
	ok = told.complete(store)
	old, isKnown := f.inventory.Image(image.ID)
	if isKnown && !ok && !sameManifests(old, image) {
		*image = *old // a list came in between
		f.want(model.FactImages)
		return of, false
	}
	isNew := !isKnown || !sameManifests(old, image)
	if isKnown {
		inherit(image, old)
	}
	if !ok && (!isKnown || !old.Layered) {
		return of, false // asked before it was known that layers are counted: they are read later
	}
	if ok {
		of = told.measured(store, f.tree, image.Size)
		image.Top, image.Layered = of.Top, true
		image.Record, image.Content, image.OtherPlatforms = told.record, told.content, told.otherPlatforms
	}
	if isNew {
		f.unsavedLayers++
	}
	return of, ok
}

// imagesChanged schedules what depends on which images there are. New images that share
// nothing need no request for their shared bytes.
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
