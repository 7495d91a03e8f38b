package recovery

import (
	"strings"

	"jettison/model"
	"jettison/model/words"
)

// Content is what the journal tells, judged by what is on the engine. It is never
// changed.
type Content struct {
	Past    *model.Past // nil with a Problem
	Problem error       // why there is none
	inv     *model.Inventory
	sums    []sum
}

// sum is what a removal comes to.
type sum struct {
	images, names, containers int // that went
	size                      int64
	elsewhere                 bool // it was on another engine
	restored                  int  // steps that were taken back
	doable, impossible        int  // steps that can and can't be, now
	comes                     string
}

// NewContent works out what of each removal can be brought back. With a journal of
// years it takes longer than a key may.
func NewContent(past *model.Past, problem error, inv *model.Inventory) *Content {
	c := &Content{Past: past, Problem: problem, inv: inv}
	if past == nil {
		return c
	}
	c.sums = make([]sum, len(past.Removals))
	for i := range past.Removals {
		c.sums[i] = sumOf(&past.Removals[i], past.Backups, inv)
	}
	return c
}

// Inventory is what it was judged by.
func (c *Content) Inventory() *model.Inventory { return c.inv }

func sumOf(r *model.PastRemoval, backups model.Backups, inv *model.Inventory) sum {
	s := sum{elsewhere: !r.Engine.Same(inv.Engine), restored: r.Restored()}
	for i := range r.Steps {
		switch step := &r.Steps[i]; {
		case step.Removes(model.KindImage):
			s.images++
			s.names += len(step.Refs)
			s.size += max(0, step.Size)
		case step.Action == model.ActionUntag:
			s.names += len(step.Refs)
		case step.Removes(model.KindContainer):
			s.containers++
		}
	}
	if !s.elsewhere {
		plan := r.Plan(inv, backups)
		s.doable, s.impossible, s.comes = plan.Doable(), plan.Impossible(), words.ComesBack(plan)
	}
	return s
}

// words are what went, such as "12 images and 14 names of at most 3.1 GB".
func (s *sum) words() string {
	var parts []string
	for _, part := range []struct {
		n    int
		noun string
	}{{s.images, "image"}, {s.names, "name"}, {s.containers, "container"}} {
		if part.n > 0 {
			parts = append(parts, words.Plural(part.n, part.noun))
		}
	}
	text := joined(parts)
	switch {
	case text == "":
		return "nothing went"
	case s.size > 0:
		return text + " of at most " + words.Size(s.size) // layers may be shared
	}
	return text
}

// joined is a list in a sentence.
func joined(parts []string) string {
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}
