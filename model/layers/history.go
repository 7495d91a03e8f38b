package layers

import (
	"slices"

	"jettison/model/size"
)

// Step is one instruction of an image's history. It made one layer or none.
type Step struct {
	Size int64 // bytes; a step with bytes made a layer
	// EmptyLayer marks an instruction that never makes a layer, such as ENV (OCI
	// image-spec, config.md, "empty_layer"). The Engine API does not list the mark.
	EmptyLayer bool
}

// Bounds returns the sizes of an image's layers, base first, by the steps
// of its history, base first. The API does not tell which step made which
// layer, nor which steps made none. So each layer has the size of any step that
// can have made it: step s can have made layer n when the steps before s can
// have made n layers, and those after s the rest. A history that does not fit
// the number of layers tells nothing.
func Bounds(steps []Step, count int) []size.Range {
	bounds := make([]size.Range, count)
	for i := range bounds {
		bounds[i] = size.Range{Min: size.Unbounded, Max: -1}
	}
	made, maybe := 0, 0 // steps that made a layer, and steps that may have made one
	for _, step := range steps {
		made, maybe = made+step.made(), maybe+step.maybe()
	}
	if made > count || made+maybe < count {
		return slices.Repeat([]size.Range{size.Unknown()}, count)
	}
	madeBelow, maybeBelow := 0, 0
	for _, step := range steps {
		if step.made()+step.maybe() == 0 {
			continue
		}
		madeAbove, maybeAbove := made-madeBelow-step.made(), maybe-maybeBelow-step.maybe()
		from := max(0, madeBelow, count-1-madeAbove-maybeAbove)
		to := min(count-1, madeBelow+maybeBelow, count-1-madeAbove)
		for i := from; i <= to; i++ {
			bounds[i].Min = min(bounds[i].Min, step.Size)
			bounds[i].Max = max(bounds[i].Max, step.Size)
		}
		madeBelow, maybeBelow = madeBelow+step.made(), maybeBelow+step.maybe()
	}
	return bounds
}

// made is 1 for a step that made a layer.
func (s Step) made() int {
	if s.Size > 0 {
		return 1
	}
	return 0
}

// maybe is 1 for a step that may have made a layer.
func (s Step) maybe() int {
	if s.Size > 0 || s.EmptyLayer {
		return 0
	}
	return 1
}
