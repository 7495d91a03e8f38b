package model

import (
	"cmp"
	"slices"

	"jettison/model/layers"
	"jettison/model/size"
)

// Ledger works out how many bytes the deletion of any set of images frees: those
// of the layers that only images of the set hold, each counted once. Adding an
// image to the set takes time in proportion to the forks in its layers.
//
// Hidden images of classic builds hold nothing by themselves unless a container
// uses them: the engine deletes them with the last image that was built on
// them, and that image has their layers.
//
// A Ledger is not safe for concurrent use.
type Ledger struct {
	inv         *Inventory
	runs        []run
	runOf       []int32 // by Layer.Index of an image's uppermost layer; -1 for others
	taken       map[ImageID]bool
	adjustments map[ImageID]adjustment // of images that differ from the sum of their layers
	blind       int                    // images outside the set whose layers are not known
	// orphans counts the containers whose images were deleted by force, and the mounts of
	// images that are no longer known. They hold layers that no API lists.
	orphans int

	low, high  int64 // bytes of the runs that no image outside the set holds
	touched    int64 // bytes at most of all runs of the set
	maybeFreed int64 // bytes at most of files that may go although images outside the set hold their run
	cached     int64 // bytes at most of these runs that the build cache keeps
	records    int64 // bytes at least of the set's records, see Image.Record
	// unlayeredLow and unlayeredHigh bound the bytes that those images of the set free
	// whose layers are not known. listLow is what all of the set free at least, by
	// the engine's list.
	unlayeredLow, unlayeredHigh, listLow int64
}

// run is consecutive layers that the same images hold: only its uppermost layer
// is an image's uppermost or below a fork. The size of a run may be known where
// those of its layers are not.
type run struct {
	top     *layers.Layer
	bottom  *layers.Layer
	below   int32 // the run that it stands on; -1 for none
	holders int32 // images outside the set that hold it
	anchors int32 // of holders: those that certainly keep its files
	takers  int32 // images of the set that hold it
	bytes   size.Range
	files   int64 // of bytes: the files, at most
	cached  int64 // of bytes: what the build cache keeps, at most
}

// NewLedger returns a ledger of an inventory with an empty set.
func NewLedger(inv *Inventory) *Ledger {
	l := &Ledger{inv: inv, taken: map[ImageID]bool{}, adjustments: map[ImageID]adjustment{}}
	heads := l.heads()
	l.runOf = slices.Repeat([]int32{-1}, len(heads))
	for _, image := range inv.images {
		switch {
		case !inv.holds(image):
		case !image.Layered:
			l.blind++
		default:
			for i := l.runAt(image.Top, heads); i >= 0; i = l.runs[i].below {
				l.runs[i].holders++
				l.runs[i].anchors++
			}
		}
	}
	for _, c := range inv.containers {
		if inv.byID[c.Image] == nil {
			l.orphans++
		}
	}
	if inv.Engine.Store != StorePodman { // which keeps nothing of what is mounted
		l.orphans += inv.lostMounts
	}
	l.sizeRuns()
	l.adjust()
	return l
}

// holds reports whether an image holds its layers by itself.
func (inv *Inventory) holds(image *Image) bool {
	return inv.Engine.Store == StoreContainerd || !inv.Hidden(image) || len(inv.users[image.ID]) > 0
}

// countsLayers reports whether bytes are counted layer by layer: exactly, or as well
// as the histories tell them.
func (inv *Inventory) countsLayers() bool { return inv.Engine.Store.Exact() || inv.sizes != nil }

// heads reports, by Layer.Index, which layers are the uppermost of a run: an
// image's uppermost layer, or one below a fork.
func (l *Ledger) heads() []bool {
	layers := 0
	for _, image := range l.inv.images {
		for layer := image.Top; layer != nil; layer = layer.Below {
			layers = max(layers, layer.Index+1)
		}
	}
	heads, seen, above := make([]bool, layers), make([]bool, layers), make([]bool, layers)
	for _, image := range l.inv.images {
		if image.Top == nil || !l.inv.holds(image) {
			continue
		}
		heads[image.Top.Index] = true
		for layer := image.Top; layer != nil && !seen[layer.Index]; layer = layer.Below {
			seen[layer.Index] = true
			if below := layer.Below; below != nil {
				heads[below.Index] = heads[below.Index] || above[below.Index]
				above[below.Index] = true
			}
		}
	}
	return heads
}

// runAt returns the run whose uppermost layer is top. It adds the run and those
// below it if they are missing.
func (l *Ledger) runAt(top *layers.Layer, heads []bool) int32 {
	if top == nil {
		return -1
	}
	if i := l.runOf[top.Index]; i >= 0 {
		return i
	}
	bottom := top
	for bottom.Below != nil && !heads[bottom.Below.Index] {
		bottom = bottom.Below
	}
	below := l.runAt(bottom.Below, heads)
	i := int32(len(l.runs))
	l.runs = append(l.runs, run{top: top, bottom: bottom, below: below})
	l.runOf[top.Index] = i
	return i
}

// sizeRuns sets the bytes of the runs. A run of unknown size is at most as large
// as the largest image.
func (l *Ledger) sizeRuns() {
	largest := int64(0)
	for _, image := range l.inv.images {
		largest = max(largest, image.Size)
	}
	cache := newCacheHold(l.inv, nil)
	for i := range l.runs {
		r := &l.runs[i]
		r.bytes = l.inv.sizes.Between(r.top, r.bottom)
		if l.inv.Engine.Store != StorePodman { // which has more on the disk than it says
			r.bytes.Max = min(r.bytes.Max, max(r.bytes.Min, largest))
		}
		r.files = min(r.bytes.Max, l.inv.sizes.MaxFilesBetween(r.top, r.bottom))
		r.cached = cache.keeps(r, l.inv.sizes)
	}
}

// holdBack replaces what the build cache keeps of the layers.
func (l *Ledger) holdBack(cache *cacheHold) {
	for i := range l.runs {
		r := &l.runs[i]
		before := r.cached
		r.cached = cache.keeps(r, l.inv.sizes)
		if r.holders == 0 {
			l.low += max(0, r.bytes.Min-r.cached) - max(0, r.bytes.Min-before)
			l.cached += r.cached - before
		}
	}
}

// Take adds an image to the set. An image that holds nothing, or is in the set
// already, changes nothing.
func (l *Ledger) Take(image *Image) { l.move(image, true) }

// Put removes an image from the set.
func (l *Ledger) Put(image *Image) { l.move(image, false) }

func (l *Ledger) move(image *Image, goes bool) {
	if l.taken[image.ID] == goes || !l.inv.holds(image) {
		return
	}
	one := int32(1)
	if goes {
		l.taken[image.ID] = true
	} else {
		one = -1
		delete(l.taken, image.ID)
	}
	sign := int64(one)
	least, most := l.inv.bounds(image)
	l.listLow += sign * least
	if !image.Layered {
		l.blind -= int(one)
		l.unlayeredLow += sign * least
		l.unlayeredHigh += sign * most
		return
	}
	beside := l.adjustments[image.ID]
	l.low += sign * (image.Record.Min - beside.less)
	l.high += sign * (image.Record.Max + beside.more + image.OtherPlatforms)
	l.touched += sign * (image.Record.Max + image.OtherPlatforms)
	l.records += sign * image.Record.Min
	if image.Top == nil {
		return
	}
	anchors := one
	if beside.mayLose {
		anchors = 0
	}
	for i := l.runOf[image.Top.Index]; i >= 0; i = l.runs[i].below {
		l.moveRun(&l.runs[i], one, anchors)
	}
}

// moveRun counts an image that holds a run into the set, or out of it, and with
// it what keeps the files.
func (l *Ledger) moveRun(r *run, one, anchors int32) {
	before, had, mayLose := r.holders == 0, r.takers > 0, r.mayLoseFiles()
	r.holders -= one
	r.anchors -= anchors
	r.takers += one
	if free := r.holders == 0; free != before {
		l.low += int64(one) * max(0, r.bytes.Min-r.cached)
		l.high += int64(one) * r.bytes.Max
		l.cached += int64(one) * r.cached
	}
	if has := r.takers > 0; has != had {
		l.touched += int64(one) * r.bytes.Max
	}
	switch now := r.mayLoseFiles(); {
	case now && !mayLose:
		l.maybeFreed += r.files
	case mayLose && !now:
		l.maybeFreed -= r.files
	}
}

// mayLoseFiles reports whether the files of a run may go with the set although
// images outside it hold the run.
func (r *run) mayLoseFiles() bool { return r.takers > 0 && r.holders > 0 && r.anchors == 0 }

// Freed returns how many bytes the deletion of the set frees. Images outside the
// set whose layers are not known may hold any of its layers, as may containers
// whose images are gone.
func (l *Ledger) Freed() size.Range {
	freed := size.Range{
		Min: max(0, l.low+l.unlayeredLow), Max: l.high + l.unlayeredHigh + l.maybeFreed,
		About: len(l.taken) > 0 && (!l.inv.Engine.Store.Exact() || l.inv.cacheUnknown()),
	}
	if l.cached > 0 {
		freed.Min = max(0, freed.Min-l.records) // a build's record stays with its archives
	}
	switch {
	case l.orphans > 0:
		freed.Min = 0
	case l.blind > 0:
		freed.Min = min(freed.Min, l.listLow)
	}
	return freed
}

// Cached returns how many bytes of the set the build cache keeps at most. They
// are freed when its records are deleted.
func (l *Ledger) Cached() int64 { return l.cached }

// cacheUnknown reports whether there may be a build cache whose records are not
// known yet.
func (inv *Inventory) cacheUnknown() bool {
	return inv.Usage == nil && inv.Engine.Store != StorePodman && inv.Engine.Store != StoreUnknown
}

// Touched returns the bytes of all layers of the set at most, including those
// that other images hold.
func (l *Ledger) Touched() int64 { return l.touched + l.unlayeredHigh }

// Exclusive returns the bytes that an image outside the set shares with no other
// image outside it. ok is false while layers are not known.
func (l *Ledger) Exclusive(image *Image) (own size.Range, ok bool) {
	if !image.Layered || l.blind > 0 {
		return size.Range{}, false
	}
	own = image.Record
	own.About = !l.inv.Engine.Store.Exact()
	if image.Top != nil {
		for i := l.runOf[image.Top.Index]; i >= 0 && l.runs[i].holders <= 1; i = l.runs[i].below {
			own = own.Add(l.runs[i].bytes)
		}
	}
	beside := l.adjustments[image.ID]
	own.Min = max(0, own.Min-beside.less)
	own.Max += beside.more + image.OtherPlatforms
	return own, true
}

// layersOfSet returns all layers that images of the set hold.
func (l *Ledger) layersOfSet() LayerRuns {
	found := LayerRuns{of: map[layers.ChainID]layerOfRun{}}
	for i := range l.runs {
		r := &l.runs[i]
		if r.takers == 0 {
			continue
		}
		found.runs = append(found.runs, layerRun{r.top.Depth - r.bottom.Depth + 1, r.bytes})
		for layer := r.top; layer != r.bottom.Below; layer = layer.Below {
			found.of[layer.ID] = layerOfRun{len(found.runs) - 1, l.inv.sizes.Of(layer)}
		}
	}
	return found
}

// LayerRuns are the bytes of layers, and of the runs of layers that come and go
// together: these are known better than each of their layers. It is never
// changed.
type LayerRuns struct {
	runs []layerRun
	of   map[layers.ChainID]layerOfRun
}

type layerRun struct {
	layers int
	bytes  size.Range
}

type layerOfRun struct {
	run   int
	bytes size.Range
}

// Known reports whether the layers were counted, be they none.
func (r LayerRuns) Known() bool { return r.of != nil }

// Sum is the bytes of layers; those that are not known count nothing.
func (r LayerRuns) Sum(ids []layers.ChainID) (sum size.Range) {
	listed := map[int]int{}
	for _, id := range ids {
		if layer, ok := r.of[id]; ok {
			listed[layer.run]++
		}
	}
	for _, id := range ids {
		if layer, ok := r.of[id]; ok && listed[layer.run] < r.runs[layer.run].layers {
			sum = sum.Add(layer.bytes)
		}
	}
	for run, layers := range listed {
		if layers == r.runs[run].layers {
			sum = sum.Add(r.runs[run].bytes)
		}
	}
	return sum
}

// Kept is a run of layers that stay although images of the set have them.
type Kept struct {
	Bytes size.Range
	// By are the images that stay and have all of the layers: those with a tag
	// first, and among these the one with the fewest layers.
	By []*Image
}

// Kept returns the layers of the set that images which stay keep, the largest
// first. It looks at every image.
func (l *Ledger) Kept() []Kept {
	tops := l.keptTops()
	if len(tops) == 0 {
		return nil
	}
	by := map[int32][]*Image{}
	for _, image := range l.inv.images {
		if l.taken[image.ID] || image.Top == nil || !l.inv.holds(image) {
			continue
		}
		for i := l.runOf[image.Top.Index]; i >= 0; i = l.runs[i].below {
			if slices.Contains(tops, i) {
				by[i] = append(by[i], image)
			}
		}
	}
	// The longest first, so that what several share counts with one of them.
	slices.SortFunc(tops, func(a, b int32) int {
		return cmp.Or(cmp.Compare(l.runs[b].top.Depth, l.runs[a].top.Depth), cmp.Compare(a, b))
	})
	var kept []Kept
	counted := map[int32]bool{}
	for _, top := range tops {
		k := Kept{By: by[top]}
		for i := top; i >= 0 && !counted[i]; i = l.runs[i].below {
			counted[i] = true
			k.Bytes = k.Bytes.Add(l.runs[i].bytes)
		}
		slices.SortFunc(k.By, func(a, b *Image) int {
			return cmp.Or(cmp.Compare(untagged(a), untagged(b)), cmp.Compare(a.Top.Depth, b.Top.Depth),
				cmp.Compare(a.Name(), b.Name()))
		})
		kept = append(kept, k)
	}
	slices.SortStableFunc(kept, func(a, b Kept) int { return cmp.Compare(b.Bytes.Max, a.Bytes.Max) })
	return kept
}

func untagged(image *Image) int {
	if len(image.Tags) == 0 {
		return 1
	}
	return 0
}

// keptTops are the uppermost runs of images of the set that something else
// keeps.
func (l *Ledger) keptTops() []int32 {
	var tops []int32
	found := map[int32]bool{}
	for id := range l.taken {
		image, ok := l.inv.Image(id)
		if !ok || image.Top == nil || !image.Layered {
			continue
		}
		i := l.runOf[image.Top.Index]
		for i >= 0 && l.runs[i].holders == 0 {
			i = l.runs[i].below
		}
		if i >= 0 && !found[i] {
			found[i] = true
			tops = append(tops, i)
		}
	}
	return tops
}
