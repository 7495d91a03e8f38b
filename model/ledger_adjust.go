package model

import (
	"time"

	"jettison/model/layers"
	"jettison/model/size"
)

// adjustment is the difference between an image of an inexact store and the sum of its
// layers.
type adjustment struct {
	// less is the bytes of its layers that are no longer on the disk, more the bytes of
	// copies that it may have to itself, both at most.
	less, more int64
	// mayLose is Image.MayLoseLayerFiles. The containerd store unpacks a loaded image
	// only when its uppermost layer is missing, and keeps for an image only what was
	// unpacked for it. keep says to remember that; what follows from tag times that are
	// not known is not remembered.
	mayLose, keep bool
}

// adjust works out the adjustments of all images.
func (l *Ledger) adjust() {
	if l.inv.Engine.Store != StoreContainerd {
		return
	}
	several := map[*layers.Layer]bool{} // uppermost layers of images whose archives don't agree
	for _, image := range l.inv.images {
		if !l.inv.holdsKnownLayers(image) {
			continue
		}
		files := l.inv.sizes.TotalFiles(image.Top)
		told := size.Exact(files.Min + image.Content).Minus(image.Record)
		if total := l.inv.sizes.Total(image.Top); told.Min > total.Max || told.Max < total.Min {
			several[image.Top] = true
		}
		if less := files.Min + image.Content + image.OtherPlatforms - image.Size; less > 0 {
			l.adjustments[image.ID] = adjustment{less: less}
		}
	}
	for _, image := range l.inv.images {
		if several[image.Top] && l.inv.holdsKnownLayers(image) {
			a := l.adjustments[image.ID]
			a.more = image.Content
			l.adjustments[image.ID] = a
		}
	}
	l.findMayLose()
}

// tagTimes are when the images that have a run were tagged: the earliest two that are
// known.
type tagTimes struct {
	first, second time.Time
	known, images int
}

func (t *tagTimes) add(image *Image) {
	t.images++
	at := image.LastTagged
	if at.IsZero() {
		return
	}
	switch t.known++; {
	case t.known == 1:
		t.first = at
	case at.Before(t.first):
		t.first, t.second = at, t.first
	case t.known == 2 || at.Before(t.second):
		t.second = at
	}
}

// isFirst reports whether one of these images was certainly tagged before all others.
func (t *tagTimes) isFirst(image *Image) bool {
	return t.images == 1 || t.known == t.images && !t.isLater(image)
}

// isLater reports whether one of these images was certainly not tagged before all others.
func (t *tagTimes) isLater(image *Image) bool {
	at := image.LastTagged
	return t.known > 1 && !at.IsZero() && (at.After(t.first) || t.second.Equal(t.first))
}

// findMayLose marks the images that were not certainly the first to be tagged of those
// that have all of their layers.
func (l *Ledger) findMayLose() {
	times := make([]tagTimes, len(l.runs))
	for _, image := range l.inv.images {
		l.eachRun(image, func(i int32) { times[i].add(image) })
	}
	for _, image := range l.inv.images {
		if !l.inv.holdsKnownLayers(image) {
			continue
		}
		of := &times[l.runOf[image.Top.Index]]
		if !image.MayLoseLayerFiles && of.isFirst(image) {
			continue
		}
		a := l.adjustments[image.ID]
		a.mayLose, a.keep = true, image.MayLoseLayerFiles || of.isLater(image)
		l.adjustments[image.ID] = a
		l.eachRun(image, func(i int32) { l.runs[i].anchors-- })
	}
}

// eachRun calls visit with each run that an image holds.
func (l *Ledger) eachRun(image *Image, visit func(run int32)) {
	if !l.inv.holdsKnownLayers(image) {
		return
	}
	for i := l.runOf[image.Top.Index]; i >= 0; i = l.runs[i].below {
		visit(i)
	}
}

// holdsKnownLayers reports whether an image holds layers that are known.
func (inv *Inventory) holdsKnownLayers(image *Image) bool {
	return image.Top != nil && image.Layered && inv.holds(image)
}
