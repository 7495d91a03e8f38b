package layers

import (
	"slices"

	"jettison/model/size"
)

// Sizes holds the sizes of layers, as far as the histories and sizes of images
// tell them. It is immutable; a nil *Sizes knows nothing.
type Sizes struct {
	// The slices are indexed by Layer.Index; what nothing is known of is
	// size.Unknown.
	own   []size.Range // of the layer alone
	total []size.Range // of the layer and all below it
	files []size.Range // of the layer's files; as own in stores that keep nothing else
}

// ImageSizes holds the bounds that one image gives for its layers.
type ImageSizes struct {
	Top *Layer
	// Files holds the bytes of the files in each layer, base first. Sizes holds all
	// that the store keeps of each layer: in some stores archives, too.
	Files, Sizes []size.Range
	// Total is the bytes of all layers together; size.Unknown when the image does not
	// tell them.
	Total size.Range
}

// WithArchives returns the bytes of layers that a store keeps twice, as files and as
// an archive of them, by the bytes of the files. An archive is compressed, or
// at most as large as the files and a header for each.
func WithArchives(files []size.Range) []size.Range {
	const most, headers = 3, 8 << 10 // times the files, bytes
	sizes := make([]size.Range, len(files))
	for i, f := range files {
		sizes[i] = size.Range{Min: f.Min, Max: min(size.Unbounded, most*min(f.Max, size.Unbounded/most)+headers)}
	}
	return sizes
}

// Of returns the size of a layer.
func (s *Sizes) Of(layer *Layer) size.Range { return s.Between(layer, layer) }

// Between returns the size of the layers from top down to bottom, both
// included.
func (s *Sizes) Between(top, bottom *Layer) size.Range {
	if s == nil || top.Index >= len(s.own) {
		return size.Unknown()
	}
	var sum size.Range
	for layer := top; layer != bottom.Below; layer = layer.Below {
		sum = addBounded(sum, s.own[layer.Index])
	}
	difference := s.total[top.Index].Minus(s.Total(bottom.Below))
	if sum.Min > difference.Max || sum.Max < difference.Min {
		return size.Range{Min: min(sum.Min, difference.Min), Max: max(sum.Max, difference.Max)} // they contradict each other
	}
	return size.Range{Min: max(sum.Min, difference.Min), Max: min(sum.Max, difference.Max)}
}

// Total returns the size of a layer and all below it: none for nil.
func (s *Sizes) Total(top *Layer) size.Range {
	switch {
	case top == nil:
		return size.Range{}
	case s == nil || top.Index >= len(s.total):
		return size.Unknown()
	}
	return s.total[top.Index]
}

// Files returns the bytes of the files in a layer.
func (s *Sizes) Files(layer *Layer) size.Range {
	if s == nil || layer.Index >= len(s.files) {
		return size.Unknown()
	}
	return s.files[layer.Index]
}

// TotalFiles returns the bytes of the files in a layer and all below it: none
// for nil.
func (s *Sizes) TotalFiles(top *Layer) (sum size.Range) {
	for layer := top; layer != nil; layer = layer.Below {
		sum = addBounded(sum, s.Files(layer))
	}
	return sum
}

// MaxFilesBetween returns how many bytes the files take at most in the layers
// from top down to bottom, both included.
func (s *Sizes) MaxFilesBetween(top, bottom *Layer) int64 {
	if s == nil || top.Index >= len(s.files) {
		return size.Unbounded
	}
	sum := int64(0)
	for layer := top; layer != bottom.Below; layer = layer.Below {
		sum = min(size.Unbounded, sum+s.files[layer.Index].Max)
	}
	return sum
}

func addBounded(a, b size.Range) size.Range {
	sum := a.Add(b)
	sum.Max = min(sum.Max, size.Unbounded)
	return sum
}

// With returns the sizes together with what more images tell. It leaves out
// what contradicts the sizes.
func (s *Sizes) With(images []ImageSizes) *Sizes {
	next := &Sizes{}
	if s != nil {
		next.own, next.total, next.files = slices.Clone(s.own), slices.Clone(s.total), slices.Clone(s.files)
	}
	for _, image := range images {
		next.add(image)
	}
	for range maxRounds {
		changed := false
		for _, image := range images {
			changed = next.propagate(image.Top) || changed
		}
		if !changed {
			break
		}
	}
	return next
}

func (s *Sizes) add(image ImageSizes) {
	for layer := image.Top; layer != nil; layer = layer.Below {
		s.grow(layer.Index)
		if layer.Depth <= len(image.Sizes) {
			narrow(&s.own[layer.Index], image.Sizes[layer.Depth-1])
		}
		if layer.Depth <= len(image.Files) {
			narrow(&s.files[layer.Index], image.Files[layer.Depth-1])
		}
	}
	if image.Top != nil {
		narrow(&s.total[image.Top.Index], image.Total)
	}
}

// narrow narrows known by told, and reports whether that changed it.
func narrow(known *size.Range, told size.Range) (changed bool) {
	*known, changed = known.Narrow(told)
	return changed
}

func (s *Sizes) grow(index int) {
	for len(s.own) <= index {
		s.own = append(s.own, size.Unknown())
		s.total = append(s.total, size.Unknown())
		s.files = append(s.files, size.Unknown())
	}
}

// maxRounds limits how often With carries what one image tells to the others.
const maxRounds = 8

// propagate narrows the sizes along a chain by each other, since a layer's
// total is its own size and the total of the layer below. It reports whether
// that changed any.
func (s *Sizes) propagate(top *Layer) bool {
	changed := false
	var chain []*Layer
	for layer := top; layer != nil; layer = layer.Below {
		chain = append(chain, layer)
		own, total, below := s.own[layer.Index], s.total[layer.Index], s.Total(layer.Below)
		changed = narrow(&s.own[layer.Index], total.Minus(below)) || changed
		if layer.Below != nil {
			changed = narrow(&s.total[layer.Below.Index], total.Minus(own)) || changed
		}
	}
	for _, layer := range slices.Backward(chain) {
		sum := addBounded(s.own[layer.Index], s.Total(layer.Below))
		changed = narrow(&s.total[layer.Index], sum) || changed
	}
	return changed
}
