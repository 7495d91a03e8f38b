package dockerx

import (
	"slices"
	"time"

	"jettison/model"
)

// witness returns a witness that the feed keeps informed until it is dismissed.
func (f *Feed) witness() *witness {
	w := newWitness()
	f.post(func() { f.witnesses = append(f.witnesses, w) })
	return w
}

// eventCame takes in an event.
func (f *Feed) eventCame(e event) {
	f.coalescer.add(e, time.Now())
	for _, w := range f.witnesses {
		w.note(e)
	}
}

// informWitnesses hands them the inventory when it is what all events that
// have come lead to.
func (f *Feed) informWitnesses() {
	f.witnesses = slices.DeleteFunc(f.witnesses, (*witness).isDismissed)
	if len(f.witnesses) == 0 {
		return
	}
	images := &f.board.runs[model.FactImages]
	if f.line.link != model.LinkLive || f.applying || !f.coalescer.due().IsZero() || images.busy || images.wanted {
		return
	}
	for _, w := range f.witnesses {
		w.know(f.inventory)
	}
}
