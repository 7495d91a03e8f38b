package recovery

import (
	"jettison/model"
	"jettison/model/words"
)

// Content is the journal, with what of it can be restored on an engine. It is
// immutable.
type Content struct {
	History *model.JournalHistory // nil with a Problem
	Problem error                 // why there is none
	inv     *model.Inventory
	sums    []sum
}

// sum holds the totals of a removal.
type sum struct {
	removed            map[model.Kind]int // removed things
	names, platforms   int                // removed references, and platforms of images that stayed
	size               int64              // of all that was removed; model.Unknown if one size is
	elsewhere          bool               // it was on another engine
	restored           int                // steps that were taken back
	doable, impossible int                // steps that can and can't be taken back now
	unsure             int                // of doable: a registry need not have the image
	comes              string
}

// NewContent works out what of each removal can be restored. With a journal of years,
// that takes longer than a key may.
func NewContent(history *model.JournalHistory, problem error, inv *model.Inventory) *Content {
	c := &Content{History: history, Problem: problem, inv: inv}
	if history == nil {
		return c
	}
	c.sums = make([]sum, len(history.Removals))
	for i := range history.Removals {
		c.sums[i] = sumOf(&history.Removals[i], history.Backups, inv)
	}
	return c
}

// Inventory returns the inventory that the journal was compared with.
func (c *Content) Inventory() *model.Inventory { return c.inv }

func sumOf(r *model.PastRemoval, backups model.Backups, inv *model.Inventory) sum {
	s := sum{removed: map[model.Kind]int{}, elsewhere: !r.Engine.Same(inv.Engine), restored: r.Restored()}
	for i := range r.Steps {
		step := &r.Steps[i]
		s.names += len(step.Refs)
		if step.Action == model.ActionUntag {
			continue
		}
		if step.RemovesPlatform() {
			s.platforms++
		} else {
			s.removed[step.Target.Kind]++
		}
		s.add(step.Size)
	}
	if !s.elsewhere {
		plan := r.Plan(inv, backups)
		s.doable, s.unsure, s.impossible, s.comes = plan.Doable(), plan.Unsure(), plan.Impossible(), words.ComesBack(plan)
	}
	return s
}

// add adds the size of something that was removed.
func (s *sum) add(size int64) {
	if size < 0 || s.size < 0 {
		s.size = model.Unknown
		return
	}
	s.size += size
}

// things counts the things of every kind.
func (s *sum) things() (n int) {
	for _, of := range s.removed {
		n += of
	}
	return n
}

// words says what was removed, such as "12 images and 14 names of at most 3.1 GB".
func (s *sum) words() string {
	var parts []string
	words.Amounts{Things: s.removed, Names: s.names, Platforms: s.platforms}.Each(func(n int, sort words.Sort) {
		parts = append(parts, words.Plural(n, sort.Noun))
	})
	text := words.Join(parts)
	switch {
	case text == "":
		return "nothing went"
	case s.size > 0:
		return text + " of at most " + words.Size(s.size) // layers may be shared
	}
	return text
}
