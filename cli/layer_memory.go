package cli

import (
	"os"
	"path/filepath"

	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/store"
)

// layerMemory opens the layer cache for an engine. It returns nil if there is none.
type layerMemory func(model.Engine) inventory.LayerMemory

// rememberLayers returns a layer cache in the user's cache folder, or nil if there is none.
func rememberLayers() layerMemory {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return func(engine model.Engine) inventory.LayerMemory {
		driver, id, ok := engine.LayerScope()
		if !ok {
			return nil
		}
		return store.OpenLayers(filepath.Join(cache, "jettison"), driver, id)
	}
}
