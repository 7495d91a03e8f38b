package model

// ChainID identifies a layer on top of all those below it (OCI image-spec,
// config.md, "Layer ChainID"). Two images share a layer only when the chain
// IDs are equal.
type ChainID string

// Layer is one layer in the tree of all layers of an engine. Layers are
// interned by a LayerTree, so equal chains are equal pointers.
type Layer struct {
	ID    ChainID
	Below *Layer // nil for a base layer
	Depth int    // 1 for a base layer
	Index int    // its place among the layers of its tree, from 0
}

// On reports whether the layer is l itself or stands on top of it.
func (l *Layer) On(base *Layer) bool {
	if base == nil {
		return true
	}
	for l != nil && l.Depth > base.Depth {
		l = l.Below
	}
	return l == base
}

// LayerTree interns layers. It is not safe for concurrent use; the layers that
// it hands out are immutable.
type LayerTree struct {
	byID map[ChainID]*Layer
}

// NewLayerTree returns an empty tree.
func NewLayerTree() *LayerTree { return &LayerTree{byID: map[ChainID]*Layer{}} }

// Top interns a chain given from the base up and returns its uppermost layer,
// nil for an empty chain.
func (t *LayerTree) Top(chain []ChainID) *Layer {
	var top *Layer
	for _, id := range chain {
		layer, ok := t.byID[id]
		if !ok {
			layer = &Layer{ID: id, Below: top, Depth: 1, Index: len(t.byID)}
			if top != nil {
				layer.Depth = top.Depth + 1
			}
			t.byID[id] = layer
		}
		top = layer
	}
	return top
}
