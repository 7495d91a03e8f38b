package model

import (
	"slices"
	"strings"

	"jettison/model/layers"
	"jettison/model/size"
)

// cacheHold tells which layers the build cache may keep after their images are
// deleted. No API links a record of BuildKit's cache to an image. But a record
// that shares its bytes with images is marked and has exactly the size of its
// layer; it keeps the layers below, too. Records of base images have no size of
// their own: each stands for one layer.
type cacheHold struct {
	pinned []bool // by Layer.Index
	// bases is the depth up to which layers may belong to a base image besides those
	// that are pinned.
	bases int
}

// CacheShares reports whether records of the build cache share layers with
// images.
func (inv *Inventory) CacheShares() bool {
	return inv.Usage != nil && slices.ContainsFunc(inv.Usage.Cache, func(r *CacheRecord) bool { return r.Shared })
}

// isBaseRecord reports whether a record stands for a layer of a base image, by
// BuildKit's description.
func isBaseRecord(r *CacheRecord) bool {
	return strings.HasPrefix(r.Description, "from local") || strings.HasPrefix(r.Description, "pulled from")
}

// newCacheHold matches the records of an inventory with its layers, but those that go, by
// their IDs. It returns nil when no record that stays shares bytes.
func newCacheHold(inv *Inventory, goes map[string]bool) *cacheHold {
	if inv.Usage == nil {
		return nil
	}
	var sizes []int64
	h := &cacheHold{}
	for _, r := range inv.Usage.Cache {
		switch {
		case !r.Shared || goes[r.ID]:
		case isBaseRecord(r):
			h.bases++
		case r.Size > 0:
			sizes = append(sizes, r.Size)
		}
	}
	if len(sizes)+h.bases == 0 {
		return nil
	}
	slices.Sort(sizes)
	tops := map[*layers.Layer]bool{}
	for _, image := range inv.images {
		tops[image.Top] = true
	}
	matched := map[*layers.Layer]bool{} // layers that records of base images probably stand for
	for _, image := range inv.images {
		pinned, isBase := false, false
		for layer := image.Top; layer != nil; layer = layer.Below {
			matches := hasSize(sizes, inv.sizes.Of(layer))
			if pinned = pinned || matches; !pinned {
				continue
			}
			h.pin(layer)
			if isBase = isBase || !matches; isBase {
				matched[layer] = true
			}
			isBase = isBase || matches && tops[layer.Below] // built on that image
		}
	}
	h.bases = max(0, h.bases-len(matched))
	return h
}

func (h *cacheHold) pin(layer *layers.Layer) {
	for len(h.pinned) <= layer.Index {
		h.pinned = append(h.pinned, false)
	}
	h.pinned[layer.Index] = true
}

// hasSize reports whether one of the sorted sizes lies within bounds.
func hasSize(sizes []int64, within size.Range) bool {
	i, _ := slices.BinarySearch(sizes, max(1, within.Min))
	return i < len(sizes) && sizes[i] <= within.Max
}

// mayKeep reports whether the cache may keep a layer.
func (h *cacheHold) mayKeep(layer *layers.Layer) bool {
	return layer.Depth <= h.bases || layer.Index < len(h.pinned) && h.pinned[layer.Index]
}

// keeps returns how many bytes of a run the cache keeps at most.
func (h *cacheHold) keeps(r *run, sizes *layers.Sizes) int64 {
	if h == nil {
		return 0
	}
	sum, all := int64(0), true
	for layer := r.top; layer != r.bottom.Below; layer = layer.Below {
		if h.mayKeep(layer) {
			sum = min(size.Unbounded, sum+sizes.Of(layer).Max)
		} else {
			all = false
		}
	}
	if all {
		return r.bytes.Max
	}
	return min(sum, r.bytes.Max)
}
