package model

import (
	"cmp"
	"slices"
	"strings"

	"jettison/model/size"
)

// cacheKind implements kind for records of the build cache. A record goes after those that
// were built on it, and comes back only with the next build.
type cacheKind struct{}

func (cacheKind) fact() Fact { return FactUsage }

func (cacheKind) short(id string) string { return shortHex(id) }

func (cacheKind) argument(id, _ string) string { return id }

func (cacheKind) find(inv *Inventory, target Target) (Thing, bool) {
	if r, ok := inv.CacheRecord(target.ID); ok {
		return r, true
	}
	return nil, false
}

func (cacheKind) size(thing Thing) int64 {
	if r, ok := thing.(*CacheRecord); ok {
		return r.Size
	}
	return Unknown
}

func (cacheKind) remedies() Remedies { return remediesOf(RemedyMarkDescendants, RemedySkip) }

func (cacheKind) frees() bool { return true }

func (cacheKind) has(inv *Inventory, key Key) bool {
	_, ok := inv.CacheRecord(key.ID)
	return ok && key.Ref == ""
}

func (cacheKind) mark(m *Marks, key Key, on bool) { m.cache.set(m, key.ID, on) }

func (cacheKind) keys(_ *Inventory, planned *Planned) []Key {
	return []Key{{Target: planned.Target}}
}

func (cacheKind) changed(inv *Inventory, planned *Planned) (Change, bool) {
	if _, there := inv.CacheRecord(planned.Target.ID); !there && inv.Usage != nil {
		return Change{Kind: ChangeGone, Of: KindCache}, true
	}
	return Change{}, false
}

func (cacheKind) resolve(inv *Inventory, r *Removed) (StepState, []string) {
	switch _, there := inv.CacheRecord(r.Target.ID); {
	case inv.Usage == nil:
		return StepUnknown, nil
	case there:
		return StepCanceled, nil
	}
	return StepGone, nil
}

func (cacheKind) saves(*Step, BackupChoice) bool { return false }

func (cacheKind) restore(inv *Inventory, step *RestoreStep, _ Backups) {
	step.Way = RestoreImpossible // only the next build makes it again
	if _, there := inv.CacheRecord(step.Target.ID); there {
		step.Way = RestoreNothing
	}
}

func (cacheKind) comesBack(*Step, StepState, bool) (comes, unsure bool) { return false, false }

func (cacheKind) planner(p *planner) kindPlanner {
	return &cachePlanner{planner: p, added: map[string]Remedy{}}
}

// cachePlanner plans the removal of records of the build cache.
type cachePlanner struct {
	*planner
	chosen []*CacheRecord
	added  map[string]Remedy // by ID: the remedy that added a record; RemedyNone of marked ones
}

func (p *cachePlanner) take(key Key) {
	if r, ok := p.inv.CacheRecord(key.ID); ok {
		p.add(r, RemedyNone)
	}
}

// add adds a record, unless a remedy asks for one that is pinned.
func (p *cachePlanner) add(r *CacheRecord, why Remedy) {
	if _, known := p.added[r.ID]; known || why != RemedyNone && p.inv.pinned(Key{Target: r.Target()}) {
		return
	}
	p.added[r.ID] = why
	p.chosen = append(p.chosen, r)
}

func (p *cachePlanner) plan() {
	p.expand()
	goes := map[string]bool{}
	for _, r := range p.removalOrder() {
		if p.addRecord(r) {
			goes[r.ID] = true
		}
	}
	if p.ledger != nil && len(goes) > 0 {
		p.ledger.holdBack(newCacheHold(p.inv, goes))
	}
}

// expand adds the records that were built on those that are to take theirs along, theirs
// too.
func (p *cachePlanner) expand() {
	var along []*CacheRecord
	for _, r := range p.chosen {
		if p.choices[r.Target()].Has(RemedyMarkDescendants) {
			along = append(along, r)
		}
	}
	seen := map[string]bool{}
	for len(along) > 0 {
		r := along[len(along)-1]
		along = along[:len(along)-1]
		for _, child := range p.inv.CacheChildren(r.ID) {
			if !seen[child.ID] {
				seen[child.ID] = true
				p.add(child, RemedyMarkDescendants)
				along = append(along, child)
			}
		}
	}
}

// removalOrder returns the chosen records, those built on others before these, then the
// largest first.
func (p *cachePlanner) removalOrder() []*CacheRecord {
	depths := newCacheDepths(p.inv)
	records := slices.Clone(p.chosen)
	slices.SortFunc(records, func(a, b *CacheRecord) int {
		return cmp.Or(cmp.Compare(depths.of(b), depths.of(a)), cmp.Compare(b.Size, a.Size), strings.Compare(a.ID, b.ID))
	})
	return records
}

// addRecord adds the step of a record, and reports whether it is ready.
func (p *cachePlanner) addRecord(r *CacheRecord) bool {
	step := Step{
		Action: ActionRemove, Thing: r, Chosen: p.choices[r.Target()], Added: p.added[r.ID], Blockers: p.blockers(r),
	}
	if step.Ready = len(step.Blockers) == 0 && !step.Chosen.Has(RemedySkip); step.Ready {
		step.Reclaim = p.inv.FreedByRecord(r)
	}
	p.addStep(step)
	return step.Ready
}

// blockers are what keeps the engine from removing a record: it passes over one in use, and
// over one that others are built on.
func (p *cachePlanner) blockers(r *CacheRecord) []Blocker {
	if r.InUse {
		return []Blocker{{Kind: BlockerBuilding, Remedies: []Remedy{RemedySkip}}}
	}
	var staying []*CacheRecord
	for _, child := range p.inv.CacheChildren(r.ID) {
		if _, goes := p.removes(child.Target()); !goes {
			staying = append(staying, child)
		}
	}
	if len(staying) == 0 {
		return nil
	}
	return []Blocker{{
		Kind: BlockerCacheChild, Things: AsThings(staying), Remedies: []Remedy{RemedyMarkDescendants, RemedySkip},
	}}
}

func (p *cachePlanner) after(step *Step) []int {
	var after []int
	for _, child := range p.inv.CacheChildren(step.Thing.Target().ID) {
		if index, goes := p.removes(child.Target()); goes {
			after = append(after, index)
		}
	}
	return after
}

func (p *cachePlanner) total() {
	var freed size.Range
	for i := range p.result.Steps {
		if step := &p.result.Steps[i]; step.Ready && step.Removes(KindCache) {
			freed = freed.Add(step.Reclaim)
		}
	}
	p.adds(KindCache, freed)
}

// FreedByRecord returns the bytes that the removal of a record gives back by itself. The bytes
// of a shared record are its image's; should that go too, they come back with it.
//
// On a graphdriver store that is exact, unless a container holds the layers of an image that
// is gone. The containerd store has the files of a layer that was built twice, once for the
// cache and once for the image, and its archive once; it calls a record shared only while
// that is the uppermost layer of an image, or below such a record. So either kind of record
// may give back all of it or nothing. What never becomes a layer, such as a cache mount, is
// exact. Measured on Docker 20.10 and 28.5 (dockerx/contract, TestCacheRecordsFree).
func (inv *Inventory) FreedByRecord(r *CacheRecord) size.Range {
	layered := r.Type != CacheMount && r.Type != CacheLocal
	switch store := inv.Engine.Store; {
	case store == StoreGraph && r.Shared:
		return size.Range{}
	case r.Size < 0:
		return size.Unknown()
	case store == StoreGraph && (!layered || !inv.holdsLostLayers()), store == StoreContainerd && !layered:
		return size.Exact(r.Size)
	}
	return size.Range{Max: r.Size, About: inv.Engine.Store != StoreGraph}
}

// holdsLostLayers reports whether containers hold the layers of images that are gone.
func (inv *Inventory) holdsLostLayers() bool {
	return inv.lostMounts > 0 || slices.ContainsFunc(inv.containers, func(c *Container) bool { return inv.byID[c.Image] == nil })
}

// cacheDepths counts the records below each.
type cacheDepths struct {
	inv   *Inventory
	known map[string]int
}

func newCacheDepths(inv *Inventory) *cacheDepths { return &cacheDepths{inv, map[string]int{}} }

// of is the length of the longest chain of parents below a record.
func (d *cacheDepths) of(r *CacheRecord) int {
	if depth, ok := d.known[r.ID]; ok {
		return depth
	}
	d.known[r.ID] = 0 // should an engine name a circle
	deepest := 0
	for _, id := range r.Parents {
		if parent, ok := d.inv.CacheRecord(id); ok {
			deepest = max(deepest, d.of(parent)+1)
		}
	}
	d.known[r.ID] = deepest
	return deepest
}
