package layers_test

import (
	"testing"

	"jettison/model/layers"
	"jettison/model/size"
)

func TestSizesFollowFromTotals(t *testing.T) {
	tree := layers.NewTree()
	chain := []layers.ChainID{"a", "b", "c"}
	top := tree.Top(chain)
	// Of the uppermost history only the sum is known; the one below has an empty
	// layer at either end.
	ambiguous := layers.Bounds([]layers.Step{{}, {Size: 5}, {}}, 2)
	sizes := (*layers.Sizes)(nil).With([]layers.ImageSizes{
		{Top: top.Below, Sizes: ambiguous, Total: size.Exact(5)},
		{Top: top, Sizes: layers.Bounds(nil, 3), Total: size.Exact(12)},
	})
	if got := sizes.Of(top); got != size.Exact(7) {
		t.Errorf("the layer that only one has is %v, want 7 bytes", got)
	}
	if got := sizes.Of(top.Below); got != (size.Range{Min: 0, Max: 5}) {
		t.Errorf("the middle layer is %v, want 0 to 5 bytes", got)
	}
	// Another image that ends below it decides.
	sizes = sizes.With([]layers.ImageSizes{
		{Top: top.Below.Below, Sizes: layers.Bounds([]layers.Step{{Size: 5}}, 1), Total: size.Exact(5)},
	})
	if got := sizes.Of(top.Below); got != size.Exact(0) {
		t.Errorf("the middle layer is %v, want none", got)
	}
}

func TestSizesIgnoreContradictions(t *testing.T) {
	tree := layers.NewTree()
	top := tree.Top([]layers.ChainID{"a"})
	known := (*layers.Sizes)(nil).With([]layers.ImageSizes{{Top: top, Sizes: []size.Range{size.Exact(5)}, Total: size.Exact(5)}})
	known = known.With([]layers.ImageSizes{{Top: top, Sizes: []size.Range{size.Exact(9)}, Total: size.Exact(3)}})
	if got := known.Of(top); got != size.Exact(5) {
		t.Errorf("%v, want the 5 bytes that were known first", got)
	}
}
