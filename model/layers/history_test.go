package layers_test

import (
	"testing"

	"pgregory.net/rapid"

	"jettison/model/layers"
	"jettison/model/size"
)

// Every way in which the steps can have made the layers lies within the bounds,
// and each bound is reached by one of them.
func TestBoundsHoldEveryPossibleHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := make([]layers.Step, rapid.IntRange(0, 8).Draw(t, "steps"))
		for i := range steps {
			steps[i].Size = rapid.SampledFrom([]int64{0, 0, 5, 9}).Draw(t, "size")
			steps[i].EmptyLayer = steps[i].Size == 0 && rapid.Bool().Draw(t, "empty")
		}
		count := rapid.IntRange(0, 8).Draw(t, "layers")
		want := make([]size.Range, count)
		for i := range want {
			want[i] = size.Range{Min: 1 << 60, Max: -1}
		}
		ways := 0
		for choice := range 1 << len(steps) {
			var made []int64
			possible := true
			for i, step := range steps {
				chosen := choice>>i&1 == 1
				possible = possible && (step.Size == 0 || chosen) && (!step.EmptyLayer || !chosen)
				if chosen {
					made = append(made, step.Size)
				}
			}
			if !possible || len(made) != count {
				continue
			}
			ways++
			for i, size := range made {
				want[i].Min, want[i].Max = min(want[i].Min, size), max(want[i].Max, size)
			}
		}
		got := layers.Bounds(steps, count)
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
