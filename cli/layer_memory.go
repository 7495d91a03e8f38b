package cli

import (
	"os"
	"path/filepath"

	"jettison/dockerx/inventory"
	"jettison/store"
)

// layerMemory is where what is learnt of layers is remembered for engines with
// a storage driver.
type layerMemory func(driver string) inventory.LayerMemory

// rememberLayers is a folder of the person's cache; nil when there is none.
func rememberLayers() layerMemory {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return func(driver string) inventory.LayerMemory {
		return store.OpenLayers(filepath.Join(cache, "jettison"), driver)
	}
}
