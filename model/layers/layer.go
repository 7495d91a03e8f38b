package layers

// ChainID identifies a layer together with all layers below it (OCI
// image-spec, config.md, "Layer ChainID"). Two images share a layer only when
// its chain IDs are equal.
type ChainID string

// Layer is one layer in the tree of all layers of an engine. It is immutable. A
// Tree interns layers, so equal chain IDs are equal pointers.
type Layer struct {
	ID    ChainID
	Below *Layer // nil for a base layer
	Depth int    // 1 for a base layer
	Index int    // its number among the layers of its tree, from 0
}

// On reports whether l is the base or stands on top of it. Every layer stands
// on nil.
func (l *Layer) On(base *Layer) bool {
	if base == nil {
		return true
	}
	for l != nil && l.Depth > base.Depth {
		l = l.Below
	}
	return l == base
}
