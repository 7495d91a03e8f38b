package model

import "jettison/model/size"

// ReclaimReport compares the bytes that a removal was predicted to free with those
// that it freed.
type ReclaimReport struct {
	Predicted size.Range
	// Back is the bytes by which the engine's own figure of its images fell, or Unknown
	// where it was not measured.
	Back int64
	// Held is the bytes of deleted images that containers keep: some engines' figures fall
	// by them all the same.
	Held size.Range
	// Cached is the bytes that the engine now counts with its build cache, which
	// keeps them, and no longer with its images.
	Cached int64
	// Listed is the bytes of the layers that the engine listed as deleted. Lists is
	// false where it lists none.
	Listed size.Range
	Lists  bool
	// Written is the bytes that removed containers had written. WrittenUnknown is that the
	// engine did not measure all of it.
	Written        size.Range
	WrittenUnknown bool
	// Volumes is the bytes that removed volumes took, as the engine measured them before.
	Volumes size.Range
	// Cache is the bytes that removed records of the build cache gave back by themselves.
	Cache size.Range
	// BackWithWritten is that Back has in it what containers write, those too that stay.
	BackWithWritten bool
	// Init is the most bytes of Back that the init layers of removed containers took, which are
	// of no container's size.
	Init int64
	// Came and Went count the images that others added and removed meanwhile.
	Came, Went int
}

// CameBack returns the bytes that came back: as measured, or else those of the layers
// that the engine listed, what containers had written and what volumes took. ok is false when a part of it
// is not known.
func (b *ReclaimReport) CameBack() (back size.Range, ok bool) {
	if b.Back >= 0 && b.BackWithWritten {
		return size.Range{Min: max(0, b.Back-b.Init), Max: b.Back, About: true}.Add(b.Volumes).Add(b.Cache), true
	}
	back, ok = b.ofImages()
	return back.Add(b.Written).Add(b.Volumes).Add(b.Cache), ok && !b.WrittenUnknown
}

// ofImages returns the bytes that came back of images.
func (b *ReclaimReport) ofImages() (back size.Range, ok bool) {
	switch {
	case b.Back < 0, b.Held.Max > 0 && b.Lists:
		return b.Listed, b.Lists
	case b.Held.Max > 0:
		return size.Range{Min: max(0, b.Back-b.Held.Max), Max: b.Back}, true
	}
	return size.Exact(b.Back), true
}

// initLayer is what the init layer of a container takes where folders take blocks of 4 KiB, in
// bytes: its root, dev, dev/pts, dev/shm, etc, proc and sys (moby,
// daemon/initlayer/setup_unix.go). Its files are empty.
const initLayer = 7 * 4 << 10

// CompareReclaim compares an engine before and after a removal. Where the images of one
// of the inventories were not measured, Back is Unknown.
func CompareReclaim(before, after *Inventory, progress *Progress) ReclaimReport {
	b := ReclaimReport{Predicted: progress.Predicted(), Back: Unknown, Held: progress.Plan.Held}
	b.Listed, b.Lists = progress.Listed()
	written, measured := progress.Written()
	b.Written, b.WrittenUnknown = written, !measured
	b.Volumes, b.Cache = progress.Volumes(), progress.FreedCache()
	b.BackWithWritten = progress.Plan.Engine.MeasuresWritten() && progress.Plan.ByKind[KindContainer] != (size.Range{})
	b.Init = int64(progress.Removed[KindContainer]) * initLayer
	if !before.measured() || !after.measured() {
		return b
	}
	grown := after.Usage.BuildCache.Size - before.Usage.BuildCache.Size + progress.goneRecords()
	b.Cached = max(0, min(grown, progress.Plan.Cached))
	b.Back = max(0, before.Usage.Images.Size-after.Usage.Images.Size-b.Cached)
	going := progress.Plan.going()
	for _, image := range before.images {
		if _, there := after.byID[image.ID]; !there && !going[image.ID] {
			b.Went++
		}
	}
	for _, image := range after.images {
		if _, there := before.byID[image.ID]; !there {
			b.Came++
		}
	}
	return b
}

// goneRecords returns the bytes by which the engine's figure of its build cache fell because
// of the removed records.
func (p *Progress) goneRecords() (fell int64) {
	for i := range p.events {
		step := &p.Plan.Steps[i]
		if r, ok := step.Thing.(*CacheRecord); ok && step.Ready && !r.Shared && p.events[i].State == StepDone {
			fell += max(0, r.Size)
		}
	}
	return fell
}

// measured reports whether the engine measured the images of an inventory, which may be
// nil.
func (inv *Inventory) measured() bool {
	return inv != nil && inv.Engine.Store.MeasuresImages() && inv.Usage != nil && inv.Usage.Images.Size >= 0
}

// going returns the images that the plan deletes, with the parents that go along.
func (p *Plan) going() map[ImageID]bool {
	going := map[ImageID]bool{}
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Ready && step.Removes(KindImage) {
			going[step.Image().ID] = true
			for _, parent := range step.Prunes {
				going[parent.ID] = true
			}
		}
	}
	return going
}
