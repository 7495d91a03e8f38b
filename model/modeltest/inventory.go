package modeltest

import (
	"slices"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// Inventory returns the inventory of the world as an engine with a graphdriver
// gives it, with all facts loaded.
func (w *World) Inventory() *model.Inventory {
	engine := model.Engine{
		Name: "demo", Product: "Docker", Version: "28.5.2", APIVersion: "1.51",
		Driver: "overlay2", Store: model.StoreGraph,
	}
	shared := w.sharers()
	tree := layers.NewTree()
	tops := make([]*layers.Layer, w.Layers)
	images := make([]*model.Image, 0, len(w.Images))
	for _, image := range w.Images {
		images = append(images, &model.Image{
			ID: image.ID, Parent: image.Parent,
			Tags: sorted(image.Tags), Digests: sorted(image.Digests),
			Created: image.Created, LastTagged: image.LastTagged, TagTimeRead: true,
			Size: image.Size(), SharedSize: sharedSize(image.History.Top(), shared),
			Labels: image.Labels, Top: intern(tree, tops, image), Layered: true,
		})
	}
	containers := make([]*model.Container, 0, len(w.Containers))
	for _, c := range w.Containers {
		containers = append(containers, &model.Container{
			ID: c.ID, Name: c.Name, Image: c.Image, ImageRef: c.ImageRef, State: c.State,
			Status: c.Status(w.Now), Created: c.Created, Since: c.Since(), Size: c.SizeRw, Mounts: c.Mounts, Volumes: c.Volumes,
			Labels: c.Labels, ExitCode: c.ended(), AutoRemove: c.AutoRemove, Inspected: true, External: c.External,
		})
	}
	volumes := make([]*model.Volume, 0, len(w.Volumes))
	users := w.VolumeUsers()
	for _, v := range w.Volumes {
		volumes = append(volumes, v.listed(users))
	}
	return model.NewInventory(engine, w.Now, images, containers, w.usage(shared)).
		WithServices(slices.Clone(w.Services)).WithVolumes(volumes).WithLayerSizes(w.layerSizes(tops))
}

// layerSizes are the bytes of every layer of the model's tree.
func (w *World) layerSizes(tops []*layers.Layer) *layers.Sizes {
	var known []layers.ImageSizes
	for _, image := range w.Images {
		top := image.History.Top()
		if top == nil {
			continue
		}
		sizes := make([]size.Range, top.Depth)
		for layer := top; layer != nil; layer = layer.Below {
			sizes[layer.Depth-1] = size.Exact(layer.Size)
		}
		known = append(known, layers.ImageSizes{Top: tops[top.Index], Sizes: sizes, Total: size.Exact(top.Total)})
	}
	return (*layers.Sizes)(nil).With(known)
}

// intern is the image's uppermost layer in the model's tree; tops remembers
// the layers that were interned before.
func intern(tree *layers.Tree, tops []*layers.Layer, image *Image) *layers.Layer {
	top := image.History.Top()
	if top == nil {
		return nil
	}
	if tops[top.Index] == nil {
		chain := make([]layers.ChainID, top.Depth)
		for layer := top; layer != nil; layer = layer.Below {
			chain[layer.Depth-1] = layer.ChainID
		}
		tops[top.Index] = tree.Top(chain)
	}
	return tops[top.Index]
}

func sorted(refs []string) []string {
	refs = slices.Clone(refs)
	slices.Sort(refs)
	return refs
}

// sharers counts for every layer how many images stand on it.
func (w *World) sharers() []int32 {
	counts := make([]int32, w.Layers)
	for _, image := range w.Images {
		for layer := image.History.Top(); layer != nil; layer = layer.Below {
			counts[layer.Index]++
		}
	}
	return counts
}

// sharedSize is the bytes of the layers that more than one image stands on.
// Whatever stands on a layer stands on all below it, so the first shared layer
// from the top ends the search.
func sharedSize(top *Layer, sharers []int32) int64 {
	for layer := top; layer != nil; layer = layer.Below {
		if sharers[layer.Index] > 1 {
			return layer.Total
		}
	}
	return 0
}
