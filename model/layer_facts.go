package model

import (
	"iter"
	"slices"
	"time"
)

// LayerFacts is what was once learnt of an image and never changes, so that it
// need not be asked for again: its layers and their bytes. The time of its last
// tag goes along; it holds as long as the tags are the same.
type LayerFacts struct {
	ID         ImageID
	Chain      []ChainID // base first
	Sizes      []Bytes   // of each layer; empty where the store's layers are not counted
	Tags       []string  // sorted
	LastTagged time.Time // zero when unknown
}

// Holds reports whether the facts are still those of an image.
func (f *LayerFacts) Holds(image *Image) bool {
	return f.ID == image.ID && slices.Equal(f.Tags, image.Tags)
}

// LayerFacts are those of all images whose layers are known.
func (inv *Inventory) LayerFacts() iter.Seq[LayerFacts] {
	return func(yield func(LayerFacts) bool) {
		for _, image := range inv.images {
			if image.Layered && !yield(inv.layerFacts(image)) {
				return
			}
		}
	}
}

func (inv *Inventory) layerFacts(image *Image) LayerFacts {
	facts := LayerFacts{ID: image.ID, Tags: image.Tags, LastTagged: image.LastTagged}
	for layer := image.Top; layer != nil; layer = layer.Below {
		facts.Chain = append(facts.Chain, layer.ID)
		if inv.Engine.Store.Exact() {
			facts.Sizes = append(facts.Sizes, inv.sizes.Of(layer))
		}
	}
	slices.Reverse(facts.Chain)
	slices.Reverse(facts.Sizes)
	return facts
}
