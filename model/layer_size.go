package model

import "slices"

// LayerSizes are the bytes of layers, as far as the histories of images and the
// sizes of whole images tell them: bounds by the layer's Index. It is never
// changed; a nil *LayerSizes knows nothing.
type LayerSizes struct {
	own   []Bytes // of the layer alone; {0, unbounded} for what is not known
	total []Bytes // of the layer and all below it
	files []Bytes // of own, those of the files; the same where nothing else is kept
}

// unbounded is the upper bound of a layer of which nothing is known.
const unbounded = int64(1) << 60

// LayerStep is an instruction of a history that may have made a layer.
type LayerStep struct {
	Size int64 // bytes; only a step without any can have made no layer
	// Never is that the instruction makes no layer, such as ENV.
	Never bool
}

// LayerBounds are the bytes of the layers of one image, base first, by the
// steps of its history, base first. The API links no layer to the step that
// made it and does not mark steps that made none: a step can be the nth layer
// when the steps before it can have made n, and those after it the rest. A
// history that does not fit the layers tells nothing.
func LayerBounds(steps []LayerStep, layers int) []Bytes {
	bounds := make([]Bytes, layers)
	for i := range bounds {
		bounds[i] = Bytes{Min: unbounded, Max: -1}
	}
	made, maybe := 0, 0 // of the steps: those with bytes, those that are open
	for _, step := range steps {
		made, maybe = made+step.certain(), maybe+step.open()
	}
	if made > layers || made+maybe < layers {
		return unknownLayers(layers)
	}
	madeBelow, maybeBelow := 0, 0
	for _, step := range steps {
		if step.certain()+step.open() == 0 {
			continue
		}
		madeAbove, maybeAbove := made-madeBelow-step.certain(), maybe-maybeBelow-step.open()
		from := max(madeBelow, layers-1-madeAbove-maybeAbove)
		to := min(madeBelow+maybeBelow, layers-1-madeAbove)
		for i := max(0, from); i <= min(to, layers-1); i++ {
			bounds[i].Min = min(bounds[i].Min, step.Size)
			bounds[i].Max = max(bounds[i].Max, step.Size)
		}
		madeBelow, maybeBelow = madeBelow+step.certain(), maybeBelow+step.open()
	}
	return bounds
}

func (s LayerStep) certain() int {
	if s.Size > 0 {
		return 1
	}
	return 0
}

func (s LayerStep) open() int {
	if s.Size > 0 || s.Never {
		return 0
	}
	return 1
}

func unknownLayers(n int) []Bytes {
	return slices.Repeat([]Bytes{{Min: 0, Max: unbounded}}, n)
}

// Of are the bytes of a layer within bounds.
func (s *LayerSizes) Of(layer *Layer) Bytes { return s.between(layer, layer) }

// between are the bytes of the layers from top down to bottom.
func (s *LayerSizes) between(top, bottom *Layer) Bytes {
	if s == nil || top.Index >= len(s.own) {
		return Bytes{Min: 0, Max: unbounded}
	}
	var sum Bytes
	for layer := top; layer != bottom.Below; layer = layer.Below {
		sum = sum.Add(s.own[layer.Index])
		sum.Max = min(sum.Max, unbounded)
	}
	difference := minus(s.total[top.Index], s.totalOf(bottom.Below))
	if sum.Min > difference.Max || sum.Max < difference.Min {
		return Bytes{Min: min(sum.Min, difference.Min), Max: max(sum.Max, difference.Max)} // they contradict each other
	}
	return Bytes{Min: max(sum.Min, difference.Min), Max: min(sum.Max, difference.Max)}
}

func (s *LayerSizes) totalOf(layer *Layer) Bytes {
	switch {
	case layer == nil:
		return Bytes{}
	case s == nil || layer.Index >= len(s.total):
		return UnknownBytes()
	}
	return s.total[layer.Index]
}

// filesOf are the bytes of files in a layer and all below it.
func (s *LayerSizes) filesOf(top *Layer) (sum Bytes) {
	for layer := top; layer != nil; layer = layer.Below {
		sum = sum.Add(s.filesIn(layer))
		sum.Max = min(sum.Max, unbounded)
	}
	return sum
}

// filesBetween is the bytes of files in the layers from top down to bottom, at
// most.
func (s *LayerSizes) filesBetween(top, bottom *Layer) int64 {
	if s == nil || top.Index >= len(s.files) {
		return unbounded
	}
	sum := int64(0)
	for layer := top; layer != bottom.Below; layer = layer.Below {
		sum = min(unbounded, sum+s.files[layer.Index].Max)
	}
	return sum
}

// filesIn are the bytes of files in a layer.
func (s *LayerSizes) filesIn(layer *Layer) Bytes {
	if s == nil || layer.Index >= len(s.files) {
		return UnknownBytes()
	}
	return s.files[layer.Index]
}

// minus is what is left of a when b is a part of it.
func minus(a, b Bytes) Bytes {
	if a.Max >= unbounded {
		return Bytes{Min: max(0, a.Min-b.Max), Max: unbounded}
	}
	return Bytes{Min: max(0, a.Min-b.Max), Max: max(0, a.Max-b.Min)}
}

// ImageLayers is what the history of an image tells of its layers.
type ImageLayers struct {
	Top *Layer
	// Files are the bytes of the files in each layer, base first, and Sizes all that
	// the store keeps of it: archives, too, in some stores.
	Files, Sizes []Bytes
	// Total is the bytes of all layers; UnknownBytes where the size of an image does
	// not tell them.
	Total Bytes
}

// UnknownBytes is a number of bytes of which nothing is known.
func UnknownBytes() Bytes { return Bytes{Min: 0, Max: unbounded} }

// Packed are the bytes of layers that are kept twice, as files and as an archive
// of them, by the bytes of the files. An archive is compressed, or as large as
// the files and a header for each.
func Packed(files []Bytes) []Bytes {
	const most, headers = 3, 8 << 10
	sizes := make([]Bytes, len(files))
	for i, size := range files {
		sizes[i] = Bytes{Min: size.Min, Max: min(unbounded, most*min(size.Max, unbounded/most)+headers)}
	}
	return sizes
}

// With are the sizes together with what is known of the layers of more images.
// What contradicts the sizes is left out.
func (s *LayerSizes) With(found []ImageLayers) *LayerSizes {
	next := &LayerSizes{}
	if s != nil {
		next.own, next.total, next.files = slices.Clone(s.own), slices.Clone(s.total), slices.Clone(s.files)
	}
	for _, image := range found {
		for layer := image.Top; layer != nil; layer = layer.Below {
			next.grow(layer.Index)
			if layer.Depth <= len(image.Sizes) {
				narrow(&next.own[layer.Index], image.Sizes[layer.Depth-1])
			}
			if layer.Depth <= len(image.Files) {
				narrow(&next.files[layer.Index], image.Files[layer.Depth-1])
			}
		}
		if image.Top != nil {
			narrow(&next.total[image.Top.Index], image.Total)
		}
	}
	for range settleRounds {
		changed := false
		for _, image := range found {
			changed = next.settle(image.Top) || changed
		}
		if !changed {
			break
		}
	}
	return next
}

func (s *LayerSizes) grow(index int) {
	for len(s.own) <= index {
		s.own = append(s.own, UnknownBytes())
		s.total = append(s.total, UnknownBytes())
		s.files = append(s.files, UnknownBytes())
	}
}

// narrow takes in bounds and reports whether they told something.
func narrow(is *Bytes, to Bytes) bool {
	low, high := max(is.Min, to.Min), min(is.Max, to.Max)
	if low > high || low == is.Min && high == is.Max {
		return false
	}
	is.Min, is.Max = low, high
	return true
}

// settleRounds bounds how often what one image tells is carried to others.
const settleRounds = 8

// settle carries bounds along a chain: what a layer and those below it take
// together is the total of the layer.
func (s *LayerSizes) settle(top *Layer) bool {
	changed := false
	var chain []*Layer
	for layer := top; layer != nil; layer = layer.Below {
		chain = append(chain, layer)
		own, total, below := s.own[layer.Index], s.total[layer.Index], s.totalOf(layer.Below)
		changed = narrow(&s.own[layer.Index], minus(total, below)) || changed
		if layer.Below != nil {
			changed = narrow(&s.total[layer.Below.Index], minus(total, own)) || changed
		}
	}
	for _, layer := range slices.Backward(chain) {
		sum := s.own[layer.Index].Add(s.totalOf(layer.Below))
		sum.Max = min(sum.Max, unbounded)
		changed = narrow(&s.total[layer.Index], sum) || changed
	}
	return changed
}
