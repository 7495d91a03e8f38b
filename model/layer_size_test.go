package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
)

// Every way in which steps can have made the layers is within the bounds, and
// each bound is reached by one of them.
func TestLayerBoundsAreThoseOfAllWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := make([]model.LayerStep, rapid.IntRange(0, 8).Draw(t, "steps"))
		for i := range steps {
			steps[i].Size = rapid.SampledFrom([]int64{0, 0, 5, 9}).Draw(t, "size")
			steps[i].Never = steps[i].Size == 0 && rapid.Bool().Draw(t, "never")
		}
		layers := rapid.IntRange(0, 8).Draw(t, "layers")
		want := make([]model.Bytes, layers)
		for i := range want {
			want[i] = model.Bytes{Min: 1 << 60, Max: -1}
		}
		ways := 0
		for choice := range 1 << len(steps) {
			var made []int64
			possible := true
			for i, step := range steps {
				chosen := choice>>i&1 == 1
				possible = possible && (step.Size == 0 || chosen) && (!step.Never || !chosen)
				if chosen {
					made = append(made, step.Size)
				}
			}
			if !possible || len(made) != layers {
				continue
			}
			ways++
			for i, size := range made {
				want[i].Min, want[i].Max = min(want[i].Min, size), max(want[i].Max, size)
			}
		}
		got := model.LayerBounds(steps, layers)
		for i := range got {
			if ways > 0 && got[i] != want[i] {
				t.Fatalf("layer %d of %v: %v, want %v", i, steps, got[i], want[i])
			}
			if ways == 0 && (got[i].Min != 0 || got[i].Max < 1<<50) {
				t.Fatalf("layer %d is %v although the history does not fit", i, got[i])
			}
		}
	})
}

func TestSizesFollowFromWholeImages(t *testing.T) {
	tree := model.NewLayerTree()
	chain := []model.ChainID{"a", "b", "c"}
	top := tree.Top(chain)
	// Of the uppermost history only the sum is known; the one below has an empty
	// layer at either end.
	ambiguous := model.LayerBounds([]model.LayerStep{{}, {Size: 5}, {}}, 2)
	sizes := (*model.LayerSizes)(nil).With([]model.ImageLayers{
		{Top: top.Below, Sizes: ambiguous, Total: model.ExactBytes(5)},
		{Top: top, Sizes: model.LayerBounds(nil, 3), Total: model.ExactBytes(12)},
	})
	if got := sizes.Of(top); got != model.ExactBytes(7) {
		t.Errorf("the layer that only one has is %v, want 7 bytes", got)
	}
	if got := sizes.Of(top.Below); got != (model.Bytes{Min: 0, Max: 5}) {
		t.Errorf("the middle layer is %v, want 0 to 5 bytes", got)
	}
	// Another image that ends below it decides.
	sizes = sizes.With([]model.ImageLayers{
		{Top: top.Below.Below, Sizes: model.LayerBounds([]model.LayerStep{{Size: 5}}, 1), Total: model.ExactBytes(5)},
	})
	if got := sizes.Of(top.Below); got != model.ExactBytes(0) {
		t.Errorf("the middle layer is %v, want none", got)
	}
}

func TestSizesIgnoreWhatContradicts(t *testing.T) {
	tree := model.NewLayerTree()
	top := tree.Top([]model.ChainID{"a"})
	known := (*model.LayerSizes)(nil).With([]model.ImageLayers{{Top: top, Sizes: []model.Bytes{model.ExactBytes(5)}, Total: model.ExactBytes(5)}})
	known = known.With([]model.ImageLayers{{Top: top, Sizes: []model.Bytes{model.ExactBytes(9)}, Total: model.ExactBytes(3)}})
	if got := known.Of(top); got != model.ExactBytes(5) {
		t.Errorf("%v, want the 5 bytes that were known first", got)
	}
}
