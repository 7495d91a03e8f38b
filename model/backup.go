package model

import (
	"slices"
	"time"
)

// BackupChoice is which images a removal saves before it begins.
type BackupChoice uint8

// The choices.
const (
	BackupNone       BackupChoice = iota
	BackupOnlyCopies              // those that no registry is known to have
	BackupAll
)

// BackUp are the images that a plan deletes and that a choice saves before, each
// once, in the order of the plan. What is backed up already is not saved again.
func (p *Plan) BackUp(choice BackupChoice) []*Image {
	if choice == BackupNone {
		return nil
	}
	var images []*Image
	seen := map[ImageID]bool{}
	for i := range p.Steps {
		step := &p.Steps[i]
		wanted := step.Ready && step.Removes(KindImage) && step.Verdict != VerdictBackedUp &&
			(choice == BackupAll || step.Verdict != VerdictPull)
		if wanted && !seen[step.Image().ID] {
			seen[step.Image().ID] = true
			images = append(images, step.Image())
		}
	}
	return images
}

// BackedUp are the images that a plan deletes and that it says are backed up, by the
// name of the backup.
func (p *Plan) BackedUp() map[string][]*Image {
	images := map[string][]*Image{}
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Ready && step.Removes(KindImage) && step.Backup != "" {
			images[step.Backup] = append(images[step.Backup], step.Image())
		}
	}
	return images
}

// Without is the plan without the steps that are about some images: those that can't
// be saved as was asked for. What waits for them is not done either.
func (p *Plan) Without(images []*Image) *Plan {
	next := *p
	next.Steps = slices.Clone(p.Steps)
	for i := range next.Steps {
		if step := &next.Steps[i]; step.Image() != nil && slices.Contains(images, step.Image()) {
			step.Ready = false
		}
	}
	return &next
}

// LeftOut are the events that tell of the steps that Without leaves out, with the
// reason.
func (p *Plan) LeftOut(images []*Image, why *Refusal, at time.Time) []StepEvent {
	var events []StepEvent
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Ready && step.Image() != nil && slices.Contains(images, step.Image()) {
			events = append(events, StepEvent{Step: i, State: StepSkipped, At: at, Refusal: why})
		}
	}
	return events
}

// BackupProgress is how far the saving of images is.
type BackupProgress struct {
	Name    string // of the backup
	Images  int    // that are saved
	Of      int    // that are to be saved
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
