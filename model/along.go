package model

import (
	"slices"

	"jettison/model/reference"
)

// Along is what a request took although the plan does not list it: another client gave the
// engine a name or moved one between the last look and the request.
type Along struct {
	Ref   string  // the name that went; empty for an image that had none
	Image ImageID // that the name stood for; empty if that is not known
	// Digests are the digest references that the image had then, by which it may be pulled.
	Digests []string
	Deleted bool // the image went, not only the name
	// Step is its place in the journal of the removal, where it follows the steps of the
	// plan; 0 until it is there.
	Step int
	Back AlongBack
	// Differs and Failure say what is not as it was, of AlongDiffers and AlongLost.
	Differs []Difference
	Failure *RestoreFailure
}

// AlongBack is what became of something that a step took along.
type AlongBack uint8

// What becomes of it.
const (
	AlongUnknown  AlongBack = iota // nobody tried to bring it back
	AlongRestored                  // it is there again
	AlongDiffers                   // it is there again, except for Differs
	AlongLost                      // it could not be brought back, for Failure if that is known
)

// Name is what it is called: its name, or its ID in short.
func (a *Along) Name() string {
	if a.Ref != "" {
		return reference.Short(a.Ref)
	}
	return a.Image.Short()
}

// Removed describes it as a step of an earlier removal.
func (a *Along) Removed() Removed {
	r := Removed{Step: a.Step, Name: a.Name(), Op: Op{Action: ActionUntag, Target: a.Image.Target()}, Digests: a.Digests, Size: Unknown}
	if a.Deleted {
		r.Action = ActionRemove
	}
	if a.Ref != "" {
		r.Refs = []string{a.Ref}
	}
	return r
}

// WithAlong returns the refusal with what became of what the step took along.
func (r *Refusal) WithAlong(along []Along) *Refusal {
	told := *r
	told.Along = slices.Clone(along)
	return &told
}

// Plan notes what a plan to bring it back says, on the engine of an inventory.
func (a *Along) Plan(step *RestoreStep, inv *Inventory) {
	switch {
	case step.Way == RestoreImpossible:
		a.Back = AlongLost
	case step.Doable():
	case len(step.Taken) > 0:
		a.Back = AlongDiffers
		for _, name := range step.Taken {
			taken := Difference{Kind: NameTaken, Name: name}
			if owner, there := inv.ByRef(name); there {
				taken.Image = owner.ID
			}
			a.Differs = append(a.Differs, taken)
		}
	default:
		a.Back = AlongRestored
	}
}

// Apply notes how bringing it back went.
func (a *Along) Apply(event RestoreEvent) {
	switch {
	case !event.State.Ended():
	case event.State != StepDone:
		a.Back, a.Failure = AlongLost, event.Failure
	case len(event.Differs) > 0:
		a.Back, a.Differs = AlongDiffers, event.Differs
	default:
		a.Back = AlongRestored
	}
}
