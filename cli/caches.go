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

// listCaches are the last image lists in a folder. They implement inventory.ListCaches.
type listCaches struct {
	folder   string
	readOnly bool // nothing may be changed
}

// openListCaches returns those in the user's cache folder, or nil if there is none.
func openListCaches(readOnly bool) *listCaches {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return &listCaches{filepath.Join(cache, "jettison"), readOnly}
}

// Of implements inventory.ListCaches.
func (c *listCaches) Of(engine string) inventory.ListCache {
	list := store.OpenLastList(c.folder, engine)
	if c.readOnly {
		return readList{list}
	}
	return list
}

// LastAt implements inventory.ListCaches.
func (c *listCaches) LastAt(host string) string { return store.OpenLastEngine(c.folder, host).Load() }

// SetLastAt implements inventory.ListCaches.
func (c *listCaches) SetLastAt(host, engine string) error {
	if c.readOnly {
		return nil
	}
	return store.OpenLastEngine(c.folder, host).Save(engine)
}

// readList is a last list that is only read.
type readList struct{ *store.LastList }

// Save implements inventory.ListCache.
func (readList) Save(*model.LastList) error { return nil }

// caches are what the screen knows of engines from earlier runs. The zero value is nothing.
type caches struct {
	layers layerCache
	lists  *listCaches
}

func screenCaches(readOnly bool) caches { return caches{openLayerCache(), openListCaches(readOnly)} }
