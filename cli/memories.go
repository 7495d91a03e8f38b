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

// listMemory opens the last image list of an engine. It returns nil if there is none.
type listMemory func(model.Engine) inventory.ListMemory

// rememberLists returns the last image lists in the user's cache folder, or nil if there is
// none. If nothing may be changed, they are only read.
func rememberLists(readOnly bool) listMemory {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return func(engine model.Engine) inventory.ListMemory {
		list := store.OpenLastList(filepath.Join(cache, "jettison"), engine.ListScope())
		if readOnly {
			return readList{list}
		}
		return list
	}
}

// memories are what the screen knows of engines from earlier runs. The zero value is nothing.
type memories struct {
	layers  layerMemory
	lists   listMemory
	anyList bool // of any engine
}

func screenMemories(readOnly bool) memories {
	cache, err := os.UserCacheDir()
	return memories{rememberLayers(), rememberLists(readOnly), err == nil && store.HasLastLists(filepath.Join(cache, "jettison"))}
}

// readList is a last list that is only read.
type readList struct{ *store.LastList }

// Save implements inventory.ListMemory.
func (readList) Save(*model.LastList) error { return nil }
