package cli

import (
	"os"
	"path/filepath"

	"jettison/dockerx"
	"jettison/store"
)

// layerMemory is where what is learnt of layers is remembered for engines with
// a storage driver.
type layerMemory func(driver string) dockerx.LayerMemory

// rememberLayers is a folder of the person's cache; nil when there is none.
func rememberLayers() layerMemory {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return func(driver string) dockerx.LayerMemory {
		return store.OpenLayers(filepath.Join(cache, "jettison"), driver)
	}
}
