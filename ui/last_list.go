package ui

import (
	"time"

	"jettison/model"
	"jettison/model/words"
)

// waitsForList is why nothing is planned by the list of an earlier run.
const waitsForList = "the engine has not listed its images yet"

// rowsOf returns the inventory whose rows the images show: that of the snapshot, or while
// the engine lists its images the list of an earlier run. Only marks and the pane of the
// images get the latter.
func (m *Model) rowsOf(snapshot *model.Snapshot) *model.Inventory {
	if snapshot.Last == nil {
		return snapshot.Inventory
	}
	if m.lastList != snapshot.Last {
		m.lastList, m.lastRows = snapshot.Last, snapshot.Last.Inventory(snapshot.Inventory.Engine)
	}
	pins := pinning{rules: m.pins.rules}
	return pins.apply(onlyListed(*snapshot, m.lastRows), m.opts.Now())
}

// shownImages returns the snapshot for the pane of the images.
func (m *Model) shownImages() model.Snapshot {
	if m.snapshot.Last == nil {
		return m.snapshot
	}
	return onlyListed(m.snapshot, m.rows)
}

// onlyListed returns a snapshot with the rows of an earlier run, of which no other fact is
// known: what was loaded meanwhile is not about them.
func onlyListed(snapshot model.Snapshot, rows *model.Inventory) model.Snapshot {
	images := snapshot.Facts[model.FactImages]
	snapshot.Inventory = rows
	snapshot.Facts = [model.FactCount]model.FactState{model.FactImages: images}
	return snapshot
}

// listingWords tell of when the rows are that an earlier run listed, and how long the new
// list may take, unless the engine failed to list its images.
func (m *Model) listingWords() string {
	last := m.snapshot.Last
	text := "as of " + listedAt(last.At, m.opts.Now())
	if m.snapshot.Facts[model.FactImages].Status != model.StatusFailed {
		text += ", listing" + m.styles.Glyphs.Ellipsis
		if took := words.TookLastTime(last.Took); took != "" && m.width >= 100 {
			text += " " + took
		}
	}
	return m.styles.Warn.Render(text + " ")
}

// listedAt returns the time of a list, with its date unless that is today.
func listedAt(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("2006-01-02 15:04")
}
