package model

import "time"

// JournalHistory holds the earlier removals that the journal tells of.
type JournalHistory struct {
	Removals []PastRemoval // the newest first
	Backups  Backups
	Unread   []Warning // what of it could not be read
}

// PastRemoval is a removal of the journal. Nobody changes it.
type PastRemoval struct {
	ID     string
	At     time.Time // when it began
	Rule   string    // such as "policy nightly"; empty for one by hand
	User   string
	Engine Engine // its name, address and ID
	Steps  []PastStep
}

// PastStep is a step of it that took something away, as far as is known.
type PastStep struct {
	Removed
	// Tried is the end of the newest try to take it back; StepWaiting for none.
	Tried PastTry
}

// PastTry is how a try to take a step back ended, in the words that the journal has.
type PastTry struct {
	State   StepState
	At      time.Time
	Tagged  []string // names that were given
	Differs string   // what is not as it was before; empty for nothing
	Why     string   // of a step that failed
}

// Restored returns the number of steps that were taken back.
func (r *PastRemoval) Restored() int {
	n := 0
	for i := range r.Steps {
		if r.Steps[i].Tried.State == StepDone {
			n++
		}
	}
	return n
}

// Plan plans to take a removal back on the engine of an inventory.
func (r *PastRemoval) Plan(inv *Inventory, backups Backups) *RestorePlan {
	removed := make([]Removed, len(r.Steps))
	for i := range r.Steps {
		removed[i] = r.Steps[i].Removed
	}
	return PlanRestore(inv, removed, backups)
}

// Same reports whether two descriptions are of one engine. Its ID tells that on
// whatever address it is, where it has one.
func (e Engine) Same(other Engine) bool {
	if e.ID != "" && other.ID != "" {
		return e.ID == other.ID
	}
	return e.Host == other.Host
}

// TakeBack is how much of a removal can be taken back.
type TakeBack struct {
	Steps  int
	Unsure bool // some steps need a registry, which need not have the image
}

// TakeBack returns what of an ended removal can be taken back, as far as is known without
// asking a registry. saved are the things backed up before.
func (p *Progress) TakeBack(saved []Thing) (back TakeBack) {
	has := targetsOf(saved)
	for i := range p.Plan.Steps {
		step := &p.Plan.Steps[i]
		state := p.StepState(i)
		if state == StepPartly && p.events[i].deletes(step) {
			state = StepDone
		}
		if state == StepDone || state == StepPartly {
			comes, unsure := step.Thing.Target().Kind.of().comesBack(step, state, has[step.Thing.Target()])
			if comes {
				back.Steps++
			}
			back.Unsure = back.Unsure || unsure
		}
	}
	return back
}
