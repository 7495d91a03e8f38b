package model

import (
	"slices"

	"jettison/model/reference"
)

// Removed describes the thing that a step of an earlier removal took away, as the
// journal has it.
type Removed struct {
	Step int // its place in the plan of that removal
	Op
	Name    string   // what the step was about
	Refs    []string // names that the image lost
	Digests []string // that the image had
	Size    int64    // of the image or its platform, in bytes; Unknown if the journal does not tell
	Source  string   // that its labels say it was built from
	Backup  string   // that had the thing then; empty for none
	// Manifests are those of the image that were available; empty where one manifest is all
	// of it, and where nobody told.
	Manifests []Manifest
}

// RestoreWay is a way to bring something back.
type RestoreWay uint8

// The ways.
const (
	RestoreNothing    RestoreWay = iota // it is there already
	RestoreTag                          // the image is there: give it its names
	RestoreLoad                         // load the thing from a backup
	RestorePull                         // pull the image by its digest
	RestoreImpossible                   // nothing has it
)

// RestoreStep is a step of a RestorePlan.
type RestoreStep struct {
	Removed
	Way   RestoreWay
	Names []string // that the image gets
	// Taken are names that other images have by now. These keep them.
	Taken  []string
	Backup string // that has the thing, of RestoreLoad
	// Unsure says of RestorePull that no registry need have the image: the store gives
	// every named image a digest, also one that was never pushed.
	Unsure bool
	// Unlisted says of a volume that a backup has that the engine did not tell whether it is there.
	Unlisted bool
	// Volume is the volume as the backup has it, of RestoreLoad; nil for other kinds.
	Volume *Volume
}

// Doable reports whether there is something to do.
func (s *RestoreStep) Doable() bool {
	return s.Way == RestoreTag || s.Way == RestoreLoad || s.Way == RestorePull
}

// RestorePlan says how what a removal took away is brought back. Nobody changes it.
type RestorePlan struct {
	Engine Engine
	Steps  []RestoreStep
}

// PlanRestore plans to bring back what was removed, from backups where these have it.
func PlanRestore(inv *Inventory, removed []Removed, backups Backups) *RestorePlan {
	plan := &RestorePlan{Engine: inv.Engine, Steps: make([]RestoreStep, 0, len(removed))}
	for _, r := range removed {
		plan.Steps = append(plan.Steps, planRestore(inv, r, backups))
	}
	return plan
}

func planRestore(inv *Inventory, r Removed, backups Backups) RestoreStep {
	step := RestoreStep{Removed: r}
	r.Target.Kind.of().restore(inv, &step, backups)
	return step
}

// Doable returns the number of steps that have something to bring back.
func (p *RestorePlan) Doable() int { return p.count((*RestoreStep).Doable) }

// Unsure returns the number of doable steps that may turn out to be impossible.
func (p *RestorePlan) Unsure() int { return p.count(func(s *RestoreStep) bool { return s.Unsure }) }

// Impossible returns the number of steps that can't be brought back.
func (p *RestorePlan) Impossible() int {
	return p.count(func(s *RestoreStep) bool { return s.Way == RestoreImpossible })
}

func (p *RestorePlan) count(is func(*RestoreStep) bool) int {
	n := 0
	for i := range p.Steps {
		if is(&p.Steps[i]) {
			n++
		}
	}
	return n
}

// Only is the plan of some of the steps: those whose image or one of whose names is
// named. missing are the names that are in none of them.
func (p *RestorePlan) Only(names []string) (plan *RestorePlan, missing []string) {
	if len(names) == 0 {
		return p, nil
	}
	plan = &RestorePlan{Engine: p.Engine}
	found := map[string]bool{}
	for i := range p.Steps {
		step := &p.Steps[i]
		is := func(name string) bool {
			return name == step.Name || slices.Contains(step.Refs, reference.Familiar(name)) || name == step.Goal().ID || name == step.Goal().Short()
		}
		matched := false
		for _, name := range names {
			if is(name) {
				matched, found[name] = true, true
			}
		}
		if matched {
			plan.Steps = append(plan.Steps, *step)
		}
	}
	for _, name := range names {
		if !found[name] {
			missing = append(missing, name)
		}
	}
	return plan, missing
}
