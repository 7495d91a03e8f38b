package inventory

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// lookupResult is what the engine says about a batch of events.
type lookupResult struct {
	delta      imageDelta
	layers     map[model.ImageID]imageLayers
	containers []*model.Container
	services   serviceList
	seen       uint64 // events before the engine was asked
}

// lookUp asks the engine about the things of a batch.
func (c fetcher) lookUp(ctx context.Context, inventory *model.Inventory, b batch) (lookupResult, error) {
	found := lookupResult{
		delta:  imageDelta{gone: map[model.ImageID]bool{}},
		layers: map[model.ImageID]imageLayers{},
	}
	for _, k := range listedKinds() {
		if err := k.lookUp(ctx, c, inventory, b, &found); err != nil {
			return found, err
		}
	}
	return found, nil
}

// inspected is the answer to one inspection.
type inspected struct {
	name   string
	image  *model.Image // nil if there is no such image
	layers imageLayers
}

// lookUpImages inspects the images of a batch, and then the related images that have no
// event of their own: parents that are not known yet, since old engines send no events
// for the steps of a classic build, and the images that lost a tag to another one.
func (c fetcher) lookUpImages(ctx context.Context, inventory *model.Inventory, b batch, into *lookupResult) error {
	names := make([]string, 0, len(b.inspect))
	for name := range b.inspect {
		names = append(names, name)
	}
	asked := map[string]bool{}
	for len(names) > 0 {
		var more []string
		look := func(ctx context.Context, name string) (inspected, error) { return c.lookUpImage(ctx, inventory, name) }
		err := fanout.Each(ctx, inspectJobs, slices.Values(names), look, func(l inspected) {
			if l.image == nil {
				if wire.IsImageID(l.name) {
					into.delta.gone[wire.ImageID(l.name)] = true
				}
				return
			}
			image := l.image
			if _, twice := into.layers[image.ID]; twice {
				return
			}
			into.delta.found = append(into.delta.found, image)
			into.layers[image.ID] = l.layers
			more = append(more, relatedImages(inventory, image)...)
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

// relatedImages returns the IDs of images that a found image says something about.
func relatedImages(inventory *model.Inventory, found *model.Image) []string {
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

// lookUpImage inspects an image. It requests the history only once for the same manifests,
// since it never changes then.
func (c fetcher) lookUpImage(ctx context.Context, inventory *model.Inventory, name string) (inspected, error) {
	found, err := c.inspect(ctx, name)
	if dockerx.IsNotFound(err) {
		return inspected{name: name}, nil
	}
	if err != nil {
		return inspected{}, err
	}
	if found.Config != nil && wire.IsHelper(found.Config.Labels) {
		return inspected{name: name}, nil
	}
	told, image := imageLayers{chain: chainIDs(found.RootFS.Layers)}, found.image()
	old, known := inventory.Image(image.ID)
	if known && image.Manifests == nil {
		image.Manifests = old.Manifests // which API 1.47 tells in lists only
	}
	if !known || !old.Layered || !sameManifests(old, image) {
		told, err = c.layersOf(ctx, inventory.Engine.Store, found)
	}
	if dockerx.IsNotFound(err) {
		return inspected{name: name}, nil
	}
	return inspected{name: name, image: image, layers: told}, err
}

// listSizes gives images that are new, or have other manifests than before, the size that
// the list has, which on the containerd store differs from that of an inspection. A list filtered by name takes a few milliseconds,
// where the whole list takes seconds.
func (c fetcher) listSizes(ctx context.Context, inventory *model.Inventory, images []*model.Image) error {
	wanted := map[model.ImageID]*model.Image{}
	names, dangling := map[string]bool{}, false
	for _, image := range images {
		if old, known := inventory.Image(image.ID); known && sameManifests(old, image) {
			continue
		}
		wanted[image.ID] = image
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
			if image, ok := wanted[wire.ImageID(s.ID)]; ok {
				image.Size = s.Size
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
