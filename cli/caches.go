package cli

import (
	"os"
	"path/filepath"

	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/store"
)

// layerCache opens the layer cache for an engine. It returns nil if there is none.
type layerCache func(model.Engine) inventory.LayerCache

// openLayerCache returns a layer cache in the user's cache folder, or nil if there is none.
func openLayerCache() layerCache {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return func(engine model.Engine) inventory.LayerCache {
		driver, id, ok := engine.LayerScope()
		if !ok {
			return nil
		}
		return store.OpenLayers(filepath.Join(cache, "jettison"), driver, id)
	}
}

// listCache opens the last image list of an engine. It returns nil if there is none.
type listCache func(model.Engine) inventory.ListCache

// openListCache returns the last image lists in the user's cache folder, or nil if there is
// none. If nothing may be changed, they are only read.
func openListCache(readOnly bool) listCache {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return func(engine model.Engine) inventory.ListCache {
		list := store.OpenLastList(filepath.Join(cache, "jettison"), engine.ListScope())
		if readOnly {
			return readList{list}
		}
		return list
	}
}

// caches are what the screen knows of engines from earlier runs. The zero value is nothing.
type caches struct {
	layers  layerCache
	lists   listCache
	anyList bool // of any engine
}

func screenCaches(readOnly bool) caches {
	cache, err := os.UserCacheDir()
	return caches{openLayerCache(), openListCache(readOnly), err == nil && store.HasLastLists(filepath.Join(cache, "jettison"))}
}

// readList is a last list that is only read.
type readList struct{ *store.LastList }

// Save implements inventory.ListCache.
func (readList) Save(*model.LastList) error { return nil }
