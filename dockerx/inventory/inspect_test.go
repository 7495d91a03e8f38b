package inventory

import (
	"slices"
	"testing"

	"jettison/model/layers"
	"jettison/model/modeltest"
)

func TestChainIDs(t *testing.T) {
	var want []layers.ChainID
	diffs := []string{id(1), id(2), id(3)}
	below := layers.ChainID("")
	for _, diff := range diffs {
		below = modeltest.ChainID(below, diff)
		want = append(want, below)
	}
	if got := chainIDs(diffs); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
