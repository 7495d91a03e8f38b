package model

import (
	"slices"

	"jettison/model/size"
)

// Marks is a person's choice of rows, with the totals that the footer shows
// kept up to date as marks come and go. It is owned by one goroutine.
//
// A mark stands on a Key, so it survives sorting, filtering and refreshing; it
// ends when its image goes or its tag moves.
type Marks struct {
	inv  *Inventory
	keys map[Key]struct{}
	// marked counts the marked rows of an image.
	marked map[ImageID]int
	// staying counts the children of an image that are not going; absent means
	// all of them.
	staying map[ImageID]int
	going   map[ImageID]bool
	// removed are marked containers that go without a remedy.
	removed map[ContainerID]bool
	whole   int     // images with every row marked
	blocked int     // of those, the ones that are not going
	ledger  *Ledger // nil until an image goes, and where layers are not counted
	// low and high bound what the going images give back on a store whose layers
	// are not counted.
	low, high int64
}

// NewMarks returns no marks on an inventory.
func NewMarks(inv *Inventory) *Marks {
	m := &Marks{keys: map[Key]struct{}{}}
	m.Rebase(inv)
	return m
}

// Rebase carries the marks over to a newer inventory and returns the keys that
// no longer stand for anything there. What is pinned there loses its mark.
func (m *Marks) Rebase(inv *Inventory) []Key {
	keys := m.keys
	m.reset(inv)
	var lost []Key
	for key := range keys {
		if inv.Has(key) {
			m.Set(key, true)
		} else {
			lost = append(lost, key)
		}
	}
	return lost
}

func (m *Marks) reset(inv *Inventory) {
	*m = Marks{
		inv: inv, keys: map[Key]struct{}{}, marked: map[ImageID]int{},
		staying: map[ImageID]int{}, going: map[ImageID]bool{}, removed: map[ContainerID]bool{},
	}
}

// Clear takes every mark away.
func (m *Marks) Clear() { m.reset(m.inv) }

// Has reports whether a row is marked.
func (m *Marks) Has(key Key) bool {
	_, ok := m.keys[key]
	return ok
}

// Len is the number of marked rows.
func (m *Marks) Len() int { return len(m.keys) }

// Whole is the number of images with every row marked: those that a plan would
// delete rather than untag.
func (m *Marks) Whole() int { return m.whole }

// Blocked is how many of the whole images a container or an unmarked
// descendant holds down.
func (m *Marks) Blocked() int { return m.blocked }

// Keys are the marked rows in a stable order.
func (m *Marks) Keys() []Key {
	keys := make([]Key, 0, len(m.keys))
	for key := range m.keys {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

// Reclaim is the bytes that come back when every whole image goes that nothing
// blocks: what a plan of the marks would give back without any remedy.
func (m *Marks) Reclaim() size.Range {
	freed := size.Range{Min: m.low, Max: m.high, About: m.whole > m.blocked && !m.inv.Engine.Store.Exact()}
	if m.ledger != nil {
		freed = m.ledger.Freed()
	}
	if u := m.inv.Usage; u != nil && u.Images.Size > 0 && !freed.Exact() {
		freed.Max = min(freed.Max, u.Images.Size)
		freed.Min = min(freed.Min, freed.Max)
	}
	return freed
}

// Set marks or unmarks what a key stands for. A key that stands for nothing is
// ignored, and what is pinned is not marked.
func (m *Marks) Set(key Key, on bool) {
	if m.Has(key) == on || !m.inv.Has(key) || on && m.inv.pinned(key) {
		return
	}
	if on {
		m.keys[key] = struct{}{}
	} else {
		delete(m.keys, key)
	}
	key.Kind.of().mark(m, key, on)
}

// Toggle marks rows, or unmarks them when all are marked, and reports whether
// there are any that can be: a pinned row takes no mark.
func (m *Marks) Toggle(keys []Key) bool {
	keys = slices.DeleteFunc(slices.Clone(keys), func(key Key) bool {
		_, pinned := m.inv.Pin(key)
		return pinned
	})
	on := slices.ContainsFunc(keys, func(key Key) bool { return !m.Has(key) })
	for _, key := range keys {
		m.Set(key, on)
	}
	return len(keys) > 0
}
