package model

import (
	"iter"

	"jettison/model/layers"
	"jettison/model/size"
)

// Basis is the source of the figures of a Division.
type Basis uint8

// What figures rest on, the best first.
const (
	// BasisLayers is the layers themselves, each counted once.
	BasisLayers Basis = iota
	// BasisShares is the engine's figure of the bytes that each image shares. It
	// does not name the sharers, so bytes that only images of one repository share
	// count as shared.
	BasisShares
	// BasisSizes is the sizes of whole images: nobody tells what they share.
	BasisSizes
)

// Division says whose the bytes of images are, each byte counted once: the Own
// of all Repositories and SharedBytes add up to Total. It is never changed.
type Division struct {
	Basis        Basis
	Repositories []RepositoryPart // by name
	Shared       []SharedPart     // of SharedBytes; none unless by BasisLayers
	SharedBytes  size.Range       // what goes with no single repository
	Total        size.Range
	Images       int // how many are divided
	// Orphaned reports that containers stay whose images are gone, by force: they
	// may hold any of the layers, so that less comes back.
	Orphaned bool
}

// RepositoryPart holds the bytes that only images of one repository hold. By BasisLayers,
// the Own of its Images and Inner add up to its Own.
type RepositoryPart struct {
	Name   string // None for images without one
	Rows   []*Row
	Images []ImagePart
	Own    size.Range // comes back when all Rows go
	Inner  size.Range // of Own: what several of its images share
}

// ImagePart holds the bytes that only one image holds.
type ImagePart struct {
	Row *Row // its first one in the repository
	Own size.Range
	// Elsewhere reports that the image has references outside of the repository
	// or of what is divided, so that it is not the repository's alone.
	Elsewhere bool
}

// SharedPart is a run of layers that images of several repositories hold, or
// that others hold too than those that are divided.
type SharedPart struct {
	Top          *layers.Layer
	Base         *Image // of those divided, the one with the fewest layers that has them
	Images       int    // that hold them, those that are not divided included
	Repositories int    // of those that are divided
	Bytes        size.Range
}

// Divider divides the bytes of an inventory. It is owned by one goroutine.
type Divider struct {
	inv    *Inventory
	basis  Basis
	ledger *Ledger // of BasisLayers
}

// NewDivider counts the layers of an inventory where that can be done, and
// falls back on what the engine's list says.
func NewDivider(inv *Inventory) *Divider {
	d := &Divider{inv: inv, basis: inv.basis()}
	if d.basis == BasisLayers {
		d.ledger = NewLedger(inv)
	}
	return d
}

func (inv *Inventory) basis() Basis {
	if inv.countsLayers() && inv.Layered() {
		return BasisLayers
	}
	if !inv.Engine.tellsShared() {
		return BasisSizes
	}
	for _, image := range inv.images {
		if image.SharedSize < 0 {
			return BasisSizes
		}
	}
	return BasisShares
}

// Divide says whose the bytes of the images are whose rows match. What other
// images hold too counts as shared.
func (d *Divider) Divide(match func(*Row) bool) *Division {
	whole := &Division{Basis: d.basis}
	for _, c := range d.inv.containers {
		whole.Orphaned = whole.Orphaned || d.inv.byID[c.Image] == nil
	}
	eachRepository(d.inv.rows, match, func(part RepositoryPart) {
		whole.Repositories = append(whole.Repositories, part)
	})
	for range whole.images() {
		whole.Images++
	}
	if d.basis == BasisLayers {
		d.divideLayers(whole)
	} else {
		d.divideSizes(whole)
	}
	whole.Total = whole.SharedBytes
	for i := range whole.Repositories {
		whole.Total = whole.Total.Add(whole.Repositories[i].Own)
	}
	return whole
}

// images are the parts of all images, those of several repositories once.
func (d *Division) images() iter.Seq[*ImagePart] {
	return func(yield func(*ImagePart) bool) {
		spread := map[*Image]bool{}
		for n := range d.Repositories {
			for k := range d.Repositories[n].Images {
				part := &d.Repositories[n].Images[k]
				if part.Elsewhere && spread[part.Row.Image] {
					continue
				}
				if part.Elsewhere {
					spread[part.Row.Image] = true
				}
				if !yield(part) {
					return
				}
			}
		}
	}
}

// eachRepository gathers the matching rows of each repository. Rows are ordered
// by it.
func eachRepository(rows []Row, match func(*Row) bool, visit func(RepositoryPart)) {
	for from := 0; from < len(rows); {
		part := RepositoryPart{Name: rows[from].Repo}
		of := map[*Image]int{} // matching rows here of images with several references
		for ; from < len(rows) && rows[from].Repo == part.Name; from++ {
			row := &rows[from]
			if !match(row) {
				continue
			}
			part.Rows = append(part.Rows, row)
			if row.Image.rowCount() > 1 {
				of[row.Image]++
			}
			if row.Image.rowCount() <= 1 || of[row.Image] == 1 {
				part.Images = append(part.Images, ImagePart{Row: row})
			}
		}
		for i := range part.Images {
			image := part.Images[i].Row.Image
			part.Images[i].Elsewhere = image.rowCount() > 1 && of[image] < image.rowCount()
		}
		if len(part.Rows) > 0 {
			visit(part)
		}
	}
}

// heldRun collects the holders of a run of layers while a Division is made.
type heldRun struct {
	repository int   // the last one that holds it, counted from 1
	own        int32 // images of that one that hold it and are its alone
	base       *Image
	among      int // repositories
}

// divideLayers gives each run of layers to the image or repository that has it
// alone; what is left is shared.
func (d *Divider) divideLayers(whole *Division) {
	runs, held := d.ledger.runs, make([]heldRun, len(d.ledger.runs))
	given := make([]bool, len(runs))
	for n := range whole.Repositories {
		part := &whole.Repositories[n]
		var inner []int32 // runs that may be
		for k := range part.Images {
			image := &part.Images[k]
			if !image.Elsewhere {
				image.Own = d.record(image)
			}
			for i := d.top(image.Row.Image); i >= 0; i = runs[i].below {
				if held[i].add(n+1, image) {
					inner = append(inner, i)
				}
				if runs[i].holders == 1 && !image.Elsewhere {
					image.Own = image.Own.Add(runs[i].bytes)
				}
			}
			part.Own = part.Own.Add(image.Own)
		}
		for _, i := range inner {
			given[i] = held[i].own == runs[i].holders
			if given[i] && runs[i].holders > 1 {
				part.Inner = part.Inner.Add(runs[i].bytes)
			}
		}
		part.Inner.About = part.Own.About
		part.Own = part.Own.Add(part.Inner)
	}
	for part := range whole.images() {
		if part.Elsewhere {
			whole.SharedBytes = whole.SharedBytes.Add(d.record(part))
		}
	}
	for i := range runs {
		if bytes := runs[i].bytes; held[i].among > 0 && !given[i] && bytes.Max > 0 {
			bytes.About = !d.inv.Engine.Store.Exact()
			whole.SharedBytes = whole.SharedBytes.Add(bytes)
			whole.Shared = append(whole.Shared, SharedPart{
				Top: runs[i].top, Base: held[i].base, Images: int(runs[i].holders), Repositories: held[i].among, Bytes: bytes,
			})
		}
	}
}

// record returns the bytes that the store keeps of an image beside its layers.
func (d *Divider) record(part *ImagePart) size.Range {
	record := part.Row.Image.Record
	record.About = !d.inv.Engine.Store.Exact()
	return record
}

// add notes that an image of a repository holds the run, and reports whether
// it is the first of the repository.
func (h *heldRun) add(repository int, part *ImagePart) (first bool) {
	image := part.Row.Image
	if first = h.repository != repository; first {
		h.repository, h.own = repository, 0
		h.among++
	}
	if !part.Elsewhere {
		h.own++
	}
	if h.base == nil || untagged(image) < untagged(h.base) ||
		untagged(image) == untagged(h.base) && image.Top.Depth < h.base.Top.Depth {
		h.base = image
	}
	return first
}

// top returns the uppermost run of an image, -1 when it has none.
func (d *Divider) top(image *Image) int32 {
	if image.Top == nil {
		return -1
	}
	return d.ledger.runOf[image.Top.Index]
}

// divideSizes divides by the shared bytes that the engine tells of each image.
// The bytes that all images share follow from the size of all images, or are
// bounded: at least those that one image shares, and at most half of the sum,
// since each shared byte counts at least twice in it.
func (d *Divider) divideSizes(whole *Division) {
	for n := range whole.Repositories {
		part := &whole.Repositories[n]
		for k := range part.Images {
			if image := &part.Images[k]; !image.Elsewhere {
				image.Own = d.ownByEngine(image.Row.Image)
				part.Own = part.Own.Add(image.Own)
			}
		}
	}
	shared, spread, own := size.Range{About: true}, size.Range{About: true}, int64(0)
	for part := range whole.images() {
		image := part.Row.Image
		if d.basis == BasisShares {
			shared.Min = max(shared.Min, image.SharedSize)
			shared.Max += image.SharedSize
		}
		if part.Elsewhere {
			spread = spread.Add(d.ownByEngine(image)) // several repositories have it, and no one alone
		}
		own += part.Own.Min
	}
	all := whole.Images == d.inv.visible
	if all {
		shared.Max = max(shared.Min, shared.Max/2)
	}
	whole.SharedBytes = shared.Add(spread)
	if u := d.inv.Usage; all && u != nil && u.Images.Size > own && d.basis == BasisShares {
		whole.SharedBytes = size.Range{Min: u.Images.Size - own, Max: u.Images.Size - own, About: true}
	}
}

// ownByEngine returns the bytes that only an image has, as far as the engine
// tells.
func (d *Divider) ownByEngine(image *Image) size.Range {
	own := size.Range{Max: image.Size, About: true}
	if d.basis == BasisShares {
		own = image.Unique()
		own.About = true
	}
	return own
}
