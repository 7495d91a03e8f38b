package query

import (
	"jettison/model/layers"
)

// layerSet is a set of layers and the range of their depths.
type layerSet struct {
	layers              map[*layers.Layer]bool
	shallowest, deepest int
}

func (s *layerSet) add(layer *layers.Layer) {
	if layer == nil {
		return // an image without layers is below nothing
	}
	if len(s.layers) == 0 {
		s.shallowest, s.deepest = layer.Depth, layer.Depth
	}
	s.layers[layer] = true
	s.shallowest, s.deepest = min(s.shallowest, layer.Depth), max(s.deepest, layer.Depth)
}

// below reports whether a layer is on top of one in the set.
func (s *layerSet) below(top *layers.Layer) bool {
	for layer := top.Below; layer != nil && layer.Depth >= s.shallowest; layer = layer.Below {
		if layer.Depth <= s.deepest && s.layers[layer] {
			return true
		}
	}
	return false
}
