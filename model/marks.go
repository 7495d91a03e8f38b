package model

import (
	"slices"

	"jettison/model/size"
)

// Marks is the set of marked rows and its totals. It is not safe for concurrent
// use.
//
// A mark belongs to a Key, so it survives sorting, filtering and refreshing. It
// ends when its image is gone or its tag moves to another image.
type Marks struct {
	inv  *Inventory
	keys map[Key]struct{}
	// marked counts the marked rows of an image.
	marked map[ImageID]int
	// staying counts the children of an image that are not going; without an entry,
	// all stay.
	staying map[ImageID]int
	going   map[ImageID]bool
	// removed are marked containers that go without a remedy.
	removed map[ContainerID]bool
	whole   int     // images with every row marked
	blocked int     // of whole: images that are not going
	ledger  *Ledger // nil until an image goes, and where layers are not counted
	// low and high bound the bytes that the going images free, on a store whose
	// layers are not counted.
	low, high int64
	// written is the bytes of the writable layers of removed, so far as they are known, and
	// unmeasured counts those that are not.
	written    int64
	unmeasured int
	volumes    map[string]bool // marked, by name
	cache      cacheMarks
}

// NewMarks returns no marks on an inventory.
func NewMarks(inv *Inventory) *Marks {
	m := &Marks{keys: map[Key]struct{}{}}
	m.Rebase(inv)
	return m
}

// Rebase moves the marks to a newer inventory and returns the keys that it no
// longer has. What is pinned there loses its mark.
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
		staying: map[ImageID]int{}, going: map[ImageID]bool{}, removed: map[ContainerID]bool{}, volumes: map[string]bool{},
	}
}

// Clear removes every mark.
func (m *Marks) Clear() { m.reset(m.inv) }

// Has reports whether a row is marked.
func (m *Marks) Has(key Key) bool {
	_, ok := m.keys[key]
	return ok
}

// Len returns the number of marked rows.
func (m *Marks) Len() int { return len(m.keys) }

// Whole returns the number of images with every row marked: those that a plan
// would delete rather than untag.
func (m *Marks) Whole() int { return m.whole }

// Blocked returns how many of the whole images a container or an unmarked
// descendant keeps, how many of the volumes a container keeps or no backup can have, and how many
// records of the build cache stay.
func (m *Marks) Blocked() int {
	_, volumes := m.markedVolumes()
	m.cache.work(m)
	return m.blocked + volumes + m.cache.blocked
}

// Counts returns how many rows of each kind are marked; those of images are references.
func (m *Marks) Counts() map[Kind]int {
	counts := map[Kind]int{}
	for key := range m.keys {
		counts[key.Kind]++
	}
	return counts
}

// CountKeys counts keys by their kinds.
func CountKeys(keys []Key) map[Kind]int {
	counts := map[Kind]int{}
	for i := range keys {
		counts[keys[i].Kind]++
	}
	return counts
}

// Keys returns the marked rows in a stable order.
func (m *Marks) Keys() []Key {
	keys := make([]Key, 0, len(m.keys))
	for key := range m.keys {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

// Reclaim returns how many bytes a plan of the marks would free without any remedy: those
// of the whole images and the volumes that nothing blocks, what stopped containers have written, and
// those of cache records.
func (m *Marks) Reclaim() size.Range {
	m.cache.work(m)
	freed := size.Range{Min: m.low, Max: m.high, About: m.whole > m.blocked && !m.inv.Engine.Store.Exact()}
	if m.ledger != nil {
		freed = m.ledger.Freed()
	}
	if u := m.inv.Usage; u != nil && u.Images.Size > 0 && !freed.Exact() {
		freed.Max = min(freed.Max, u.Images.Size)
		freed.Min = min(freed.Min, freed.Max)
	}
	volumes, _ := m.markedVolumes()
	freed = freed.Add(size.Exact(m.written)).Add(volumes).Add(m.cache.freed)
	if m.unmeasured > 0 {
		freed = freed.Add(size.Unknown())
	}
	return freed
}

// Set marks or unmarks the row of a key. It ignores keys that the inventory does
// not have, and does not mark what is pinned.
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

// Toggle marks rows, or unmarks them when all are marked. It reports whether any
// can be marked: a pinned row can't.
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
