package model

import "time"

// apart is what makes an image of an inexact store differ from the sum of its
// layers.
type apart struct {
	// less is bytes of its layers that are not on the disk any more, and more is
	// bytes of copies that it may have for itself; at most.
	less, more int64
	// unanchored is as Image.Unanchored says. The containerd store unpacks a loaded
	// image only when its uppermost layer is not there yet, and keeps for an image
	// only what was unpacked for it.
	unanchored bool
}

// setApart compares the images with their layers.
func (l *Ledger) setApart() {
	if l.inv.Engine.Store != StoreContainerd {
		return
	}
	several := map[*Layer]bool{} // uppermost layers of images whose archives don't agree
	for _, image := range l.inv.images {
		if !l.inv.weighed(image) {
			continue
		}
		files := l.inv.sizes.filesOf(image.Top)
		told := minus(ExactBytes(files.Min+image.Content), image.Record)
		if total := l.inv.sizes.totalOf(image.Top); told.Min > total.Max || told.Max < total.Min {
			several[image.Top] = true
		}
		if less := files.Min + image.Content - image.Size; less > 0 {
			l.apart[image.ID] = apart{less: less}
		}
	}
	for _, image := range l.inv.images {
		if several[image.Top] && l.inv.weighed(image) {
			a := l.apart[image.ID]
			a.more = image.Content
			l.apart[image.ID] = a
		}
	}
	l.findUnanchored()
}

// tagTimes are when the images that have a run were tagged: the earliest two.
type tagTimes struct {
	first, second time.Time
	images        int
}

func (t *tagTimes) add(at time.Time) {
	switch {
	case t.images == 0:
		t.first = at
	case at.Before(t.first):
		t.first, t.second = at, t.first
	case t.images == 1 || at.Before(t.second):
		t.second = at
	}
	t.images++
}

// before reports whether an image, which is one of them, was tagged before all
// others. A time that is not known is before all that are.
func (t *tagTimes) before(image *Image) bool {
	return t.images == 1 || image.LastTagged.Equal(t.first) && t.first.Before(t.second)
}

// findUnanchored finds the images that were not tagged before all others that
// have all of their layers.
func (l *Ledger) findUnanchored() {
	times := make([]tagTimes, len(l.runs))
	for _, image := range l.inv.images {
		l.eachRun(image, func(i int32) { times[i].add(image.LastTagged) })
	}
	for _, image := range l.inv.images {
		if !l.inv.weighed(image) || !image.Unanchored && times[l.runOf[image.Top.Index]].before(image) {
			continue
		}
		a := l.apart[image.ID]
		a.unanchored = true
		l.apart[image.ID] = a
		l.eachRun(image, func(i int32) { l.runs[i].anchors-- })
	}
}

// eachRun visits the runs that an image holds.
func (l *Ledger) eachRun(image *Image, visit func(run int32)) {
	if !l.inv.weighed(image) {
		return
	}
	for i := l.runOf[image.Top.Index]; i >= 0; i = l.runs[i].below {
		visit(i)
	}
}

// weighed reports whether an image holds layers that are known.
func (inv *Inventory) weighed(image *Image) bool {
	return image.Top != nil && image.Layered && inv.holds(image)
}
