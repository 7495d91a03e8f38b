package layers

// Tree interns the layers of an engine. It is not safe for concurrent use;
// the layers that it returns are.
type Tree struct {
	byID map[ChainID]*Layer
}

// NewTree returns an empty tree.
func NewTree() *Tree { return &Tree{byID: map[ChainID]*Layer{}} }

// Top adds a chain, base first, and returns its uppermost layer: nil for an
// empty chain.
func (t *Tree) Top(chain []ChainID) *Layer {
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
