package cli

import (
	"os"
	"path/filepath"

	"jettison/dockerx/inventory"
	"jettison/store"
)

// layerMemory opens the layer cache for engines with the given storage driver.
type layerMemory func(driver string) inventory.LayerMemory

// rememberLayers returns a layer cache in the user's cache folder, or nil if there is none.
func rememberLayers() layerMemory {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return func(driver string) inventory.LayerMemory {
		return store.OpenLayers(filepath.Join(cache, "jettison"), driver)
	}
}
