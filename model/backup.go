package model

import (
	"slices"
	"time"
)

// BackupChoice selects the things that a removal saves before it begins.
type BackupChoice uint8

// The choices.
const (
	BackupNone       BackupChoice = iota
	BackupOnlyCopies              // what nobody else is known to have
	BackupAll
)

// BackUp are the things that a plan removes and that a choice saves before, each once,
// in the order of the plan. What can be saved is up to its kind; what is backed up
// already is not saved again.
func (p *Plan) BackUp(choice BackupChoice) []Thing {
	var things []Thing
	seen := map[Target]bool{}
	for i := range p.Steps {
		step := &p.Steps[i]
		if !step.Ready || step.Action == ActionUntag {
			continue
		}
		target := step.Thing.Target()
		if !seen[target] && target.Kind.of().saves(step, choice) {
			seen[target] = true
			things = append(things, step.Thing)
		}
	}
	return things
}

// BackedUp are the things that a plan removes and that it says are backed up, by the
// name of the backup.
func (p *Plan) BackedUp() map[string][]Thing {
	things := map[string][]Thing{}
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Ready && step.Action != ActionUntag && step.Backup != "" {
			things[step.Backup] = append(things[step.Backup], step.Thing)
		}
	}
	return things
}

// Without is the plan without the steps that are there for some things: those that
// can't be saved as was asked for. What waits for them is not done either.
func (p *Plan) Without(things []Thing) *Plan {
	next := *p
	next.Steps = slices.Clone(p.Steps)
	out := targetsOf(things)
	for i := range next.Steps {
		if step := &next.Steps[i]; out[step.Goal().Target()] {
			step.Ready = false
		}
	}
	return &next
}

// LeftOut are the events that tell of the steps that Without leaves out, with the
// reason.
func (p *Plan) LeftOut(things []Thing, why *Refusal, at time.Time) []StepEvent {
	var events []StepEvent
	out := targetsOf(things)
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Ready && out[step.Goal().Target()] {
			events = append(events, StepEvent{Step: i, State: StepSkipped, At: at, Refusal: why})
		}
	}
	return events
}

func targetsOf(things []Thing) map[Target]bool {
	targets := make(map[Target]bool, len(things))
	for _, thing := range things {
		targets[thing.Target()] = true
	}
	return targets
}

// BackupProgress counts the images and bytes that a backup has saved.
type BackupProgress struct {
	Name    string // of the backup
	Images  int    // images and volumes that are saved
	Of      int    // that are to be saved
	Volumes int    // of these
	Done    int64  // bytes that the engine sent; what images share is in it for each
	Total   int64  // of about so many
	Written int64  // bytes of the archive so far
	Began   time.Time
	Ended   bool // the backup is on the disk
}

// Fraction is the share of the bytes that were saved, from 0 to 1.
func (b *BackupProgress) Fraction() float64 {
	if b.Total <= 0 {
		return 0
	}
	return min(1, float64(b.Done)/float64(b.Total))
}

// Speed is Done a second, in bytes; 0 when that is not known yet.
func (b *BackupProgress) Speed(now time.Time) int64 {
	const least = 200 * time.Millisecond
	took := now.Sub(b.Began)
	if took < least {
		return 0
	}
	return int64(float64(b.Done) / took.Seconds())
}
