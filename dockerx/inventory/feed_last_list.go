package inventory

import (
	"time"

	"jettison/model"
)

// saveListAfter is how long a new list waits before it is kept.
const saveListAfter = time.Second

// ListCache keeps the image list of one engine from one run to the next.
type ListCache interface {
	// Load returns what is kept; nil for nothing.
	Load() (*model.LastList, error)
	// Save replaces what is kept.
	Save(*model.LastList) error
}

// lastList is the list of an earlier run, until there is a fresh one.
type lastList struct {
	list    *model.LastList
	err     error // why it could not be read
	listing model.Listing
}

// listCache returns the cache of an engine's list, or nil if there is none.
func (f *Feed) listCache(engine model.Engine) ListCache {
	if f.lists == nil || engine.ListScope() == "" {
		return nil
	}
	return f.lists(engine)
}

// readLastList reads the list of an earlier run.
func (f *Feed) readLastList(engine model.Engine) (last lastList) {
	if cache := f.listCache(engine); cache != nil {
		last.list, last.err = cache.Load()
	}
	if last.list != nil {
		last.listing.Took = last.list.Took
		if last.list.Images == nil {
			last.list = nil
		}
	}
	return last
}

// showLastList publishes the list of an earlier run, unless there is a fresh one already.
func (f *Feed) showLastList(last lastList) {
	if f.inventory.Taken.IsZero() {
		f.last = last
	}
}

// saveList returns a function that keeps the list for the next run, once it is known whose
// it is. If that fails, the next run waits for the engine. Nothing is kept when the feed
// ends: the program may end before.
func (f *Feed) saveList() (save func()) {
	cache := f.listCache(f.inventory.Engine)
	if cache == nil || f.inventory.Taken.IsZero() {
		return func() {}
	}
	list := model.ListOf(f.inventory, f.inventory.Taken, f.schedule.runs[model.FactImages].took)
	return func() {
		select {
		case <-time.After(saveListAfter): // the rows come first
		case <-f.ctx.Done():
			return
		}
		f.saving.Lock()
		defer f.saving.Unlock()
		_ = cache.Save(list)
	}
}
