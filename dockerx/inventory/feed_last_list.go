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

// ListCaches keep the image lists of engines. An engine is called by its model.Engine.ListScope.
// They are safe for concurrent use.
type ListCaches interface {
	// Of returns the list of an engine.
	Of(engine string) ListCache
	// LastAt returns the engine whose list was kept last at an address; empty for none.
	LastAt(host string) string
	// SetLastAt notes it.
	SetLastAt(host, engine string) error
}

// lastList is the list of an earlier run, until there is a fresh one.
type lastList struct {
	list    *model.LastList
	err     error // why it could not be read
	listing model.Listing
}

// guessLastList shows the list of the engine that was last at the address, as engines take long to
// say who they are. If it is another one, that list goes again.
func (f *Feed) guessLastList() {
	last := f.readLastList(f.lists.LastAt(f.client.Host()))
	if last.list == nil {
		return
	}
	f.post(func() {
		if !f.schedule.hasEnded(model.FactEngine) {
			f.showLastList(last)
			f.dirty = true
		}
	})
}

// readLastList reads the list of an engine of an earlier run.
func (f *Feed) readLastList(engine string) (last lastList) {
	if f.lists == nil || engine == "" {
		return last
	}
	last.list, last.err = f.lists.Of(engine).Load()
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

// saveList keeps the list for the next run, a while after there is a new one and once it is
// known whose it is. If that fails, the next run waits for the engine. Nothing is kept when the
// feed ends: the program may end before.
func (f *Feed) saveList() {
	select {
	case <-time.After(saveListAfter): // the rows come first
	case <-f.ctx.Done():
		return
	}
	f.saving.Lock()
	defer f.saving.Unlock()
	current := make(chan *model.Inventory, 1)
	var took time.Duration
	f.post(func() {
		took = f.schedule.runs[model.FactImages].took
		current <- f.inventory
	})
	select {
	case inv := <-current:
		if inv.Engine.ListScope() == "" || inv.Taken.IsZero() {
			return // it changed meanwhile
		}
		if engine := inv.Engine.ListScope(); f.lists.Of(engine).Save(model.ListOf(inv, inv.Taken, took)) == nil {
			_ = f.lists.SetLastAt(f.client.Host(), engine)
		}
	case <-f.ctx.Done():
	}
}

// savesList reports whether there is a list to keep, and a place for it.
func (f *Feed) savesList() bool {
	return f.lists != nil && f.inventory.Engine.ListScope() != "" && !f.inventory.Taken.IsZero()
}
