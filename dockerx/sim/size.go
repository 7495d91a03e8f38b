package sim

import (
	"jettison/model"
	"jettison/model/modeltest"
)

// block is what file sizes are rounded up to in a store that measures the disk.
const block = 4096

// layerSize is the bytes of one layer as the store measures it: the containerd
// store counts blocks on the disk.
func (e *Engine) layerSize(layer *modeltest.Layer) int64 {
	if e.opts.Store == model.StoreContainerd {
		return max(1, (layer.Size+block-1)/block) * block
	}
	return layer.Size
}

// unpacked is the bytes of a chain of layers.
func (e *Engine) unpacked(top *modeltest.Layer) int64 {
	if e.opts.Store != model.StoreContainerd {
		if top == nil {
			return 0
		}
		return top.Total
	}
	var sum int64
	for layer := top; layer != nil; layer = layer.Below {
		sum += e.layerSize(layer)
	}
	return sum
}

// content is the bytes of an image's compressed layers, manifest and
// configuration in the containerd store: about a third of what it unpacks to.
func content(img *image) int64 {
	size := recordSize(img)
	for layer := img.History.Top(); layer != nil; layer = layer.Below {
		size += compressed(layer)
	}
	return size
}

// recordSize is the bytes of an image's manifest and configuration in the
// containerd store.
func recordSize(img *image) int64 {
	const frame, perStep, perLayer = 320, 90, 74
	size := manifestSize(img) + frame
	for entry := img.History; entry != nil; entry = entry.Below {
		size += perStep + int64(len(entry.CreatedBy)+len(entry.Comment))
		if entry.Layer != nil {
			size += perLayer
		}
	}
	return size
}

// manifestSize is like that of real ones: 401 bytes with one layer, 736 with three.
func manifestSize(img *image) int64 {
	const frame, perLayer = 234, 167
	if top := img.History.Top(); top != nil {
		return frame + perLayer*int64(top.Depth)
	}
	return frame
}

func compressed(layer *modeltest.Layer) int64 { return layer.Size*36/100 + 110 }

// listSize is the Size of the image list. In the containerd store it is that of all platforms,
// without the index.
func (e *Engine) listSize(img *image) int64 {
	if e.opts.Store != model.StoreContainerd {
		return e.unpacked(img.History.Top())
	}
	var size int64
	for _, p := range e.platforms(img) {
		size += p.content + p.unpacked
	}
	return size
}

// inspectSize is the Size of an inspected image. In the containerd store it is that of the
// engine's own platform; before Docker 29.8 only the content counts, and the index.
func (e *Engine) inspectSize(img *image) int64 {
	if e.opts.Store != model.StoreContainerd {
		return e.listSize(img)
	}
	own := e.platforms(img)[0]
	switch {
	case e.inspectsFiles():
		return own.content + own.unpacked
	case own.missing && e.since29():
		return 0
	case own.missing:
		return indexSize + manifestFrame // of the platform that is there, only the manifest counts
	case len(img.Platforms) > 0:
		return own.content + indexSize
	}
	return own.content
}

// sharedSize is the bytes of the image's layers that other images have too. Podman does not
// tell them. The containerd store counts the content of these layers since Docker 29.
func (e *Engine) sharedSize(img *image, sharers []int32) int64 {
	if e.opts.Store == model.StorePodman {
		return 0
	}
	for layer := img.History.Top(); layer != nil; layer = layer.Below {
		if sharers[layer.Index] > 1 {
			return e.sharedFrom(layer)
		}
	}
	return 0
}

// sharedFrom is the bytes of a shared layer and of those below.
func (e *Engine) sharedFrom(top *modeltest.Layer) int64 {
	size := e.unpacked(top)
	if e.opts.Store != model.StoreContainerd || !e.since29() {
		return size
	}
	for layer := top; layer != nil; layer = layer.Below {
		size += compressed(layer)
	}
	return size
}

// layersSize is the bytes of the layers of all images, each counted once. Layers that only a
// container holds do not count (moby, daemon/images, LayerDiskUsage), except in the containerd
// store before Docker 29, which counts all files that it has unpacked.
func (e *Engine) layersSize() int64 {
	seen := make([]bool, len(e.st.holders))
	switch e.opts.Store {
	case model.StorePodman:
		return 0
	case model.StoreContainerd:
		size := e.storeBytes(seen, e.recordsSize, func(layer *modeltest.Layer) int64 { return e.layerSize(layer) + compressed(layer) })
		if !e.since29() {
			size += e.heldBytes(seen)
		}
		return size
	case model.StoreGraph, model.StoreUnknown:
	}
	return e.storeBytes(seen, func(*image) int64 { return 0 }, e.layerSize)
}

// heldBytes adds up the files that only containers hold, and what they have written.
func (e *Engine) heldBytes(seen []bool) int64 {
	var sum int64
	for _, c := range e.st.containers {
		sum += c.SizeRw
		for _, top := range append([]*modeltest.Layer{c.top}, c.mounted...) {
			for layer := top; layer != nil && !seen[layer.Index]; layer = layer.Below {
				seen[layer.Index] = true
				sum += e.layerSize(layer)
			}
		}
	}
	return sum
}

// storeBytes adds up what each image takes by itself and what each layer takes that was not
// seen.
func (e *Engine) storeBytes(seen []bool, alone func(*image) int64, each func(*modeltest.Layer) int64) int64 {
	var sum int64
	for _, img := range e.st.images {
		sum += alone(img)
		if img.OwnMissing {
			continue
		}
		for layer := img.History.Top(); layer != nil && !seen[layer.Index]; layer = layer.Below {
			seen[layer.Index] = true
			sum += each(layer)
		}
	}
	return sum
}
