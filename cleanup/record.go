package cleanup

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"time"

	"jettison/model"
	"jettison/store"
	"jettison/store/archive"
	"jettison/store/wire"
)

const (
	// recordEvery is how often outcomes are written at most.
	recordEvery = 100 * time.Millisecond
	// syncEvery is how often that waits for the disk, which the engine is busy with, too.
	// What a machine that fails loses of them, the next start finds out.
	syncEvery = time.Second
)

// record is what the journal gets to know of one removal. Its methods are for one
// goroutine.
type record struct {
	journal *store.Journal // nil where none is kept
	plan    *model.Plan
	id      string
	rule    string
	user    string
	backup  *archive.Manifest // that was made for it; nil for none
	now     func() time.Time

	waiting []store.JournalLine // that are not written yet
	written time.Time
	synced  time.Time
	failed  bool
}

// newRecord is for a plan that is to be carried out. rule is what it was made by;
// empty when a person marked by hand.
func newRecord(journal *store.Journal, plan *model.Plan, rule, user string, now func() time.Time) *record {
	var random [3]byte
	_, _ = rand.Read(random[:]) // never fails
	return &record{
		journal: journal, plan: plan, rule: rule, user: user, now: now,
		id: now().UTC().Format("20060102-150405-") + hex.EncodeToString(random[:]),
	}
}

// begin writes what is going to be tried. Its error, and that of note, is told
// once: to remove is what frees a disk that takes no journal any more.
func (r *record) begin() error {
	for i := range r.plan.Steps {
		if step := &r.plan.Steps[i]; step.Ready {
			r.waiting = append(r.waiting, r.intent(i, step))
		}
	}
	return r.flush(true)
}

func (r *record) intent(index int, step *model.Step) store.JournalLine {
	engine := &r.plan.Engine
	line := store.JournalLine{
		Event: store.JournalIntent, At: r.now(), Plan: r.id, Step: index,
		Action: wire.Action(step.Action, step.Thing.Target().Kind), Image: step.Image().ID, Name: step.Subject(), References: step.Refs,
		Digests: step.Image().Digests, Size: max(0, step.Image().Size), Rule: r.rule, User: r.user,
		Engine: &store.JournalEngine{Name: engine.Name, Host: engine.Host, ID: engine.ID},
	}
	for _, parent := range step.Prunes {
		line.Prunes = append(line.Prunes, parent.ID)
	}
	switch {
	case step.Removes(model.KindImage):
		line.Again, line.Source = wire.Verdicts().Of(step.Verdict), wire.Source(step.Image().Source())
		if line.Backup = r.backupOf(step); line.Backup != "" {
			line.Again = wire.Verdicts().Of(model.VerdictBackedUp)
		}
	case step.Removes(model.KindContainer):
		line.Container = step.Container().Name + " " + string(step.Container().ID)
	}
	return line
}

// backupOf names the backup that has the image of a step: that of this removal, or an
// earlier one; empty for none.
func (r *record) backupOf(step *model.Step) string {
	if r.backup != nil && r.backup.Has(step.Image().ID) {
		return r.backup.Name
	}
	return step.Backup
}

// note takes down how steps ended, and writes it from time to time, at last when
// the job ended.
func (r *record) note(update model.JobUpdate) error {
	for _, event := range update.Events {
		if !event.State.Ended() {
			continue
		}
		line := store.JournalLine{
			Event: store.JournalOutcome, At: cmp.Or(event.At, r.now()), Plan: r.id, Step: event.Step,
			State: wire.States().Of(event.State), Untagged: event.Untagged, Deleted: event.Deleted,
		}
		if event.Refusal != nil {
			line.Why = event.Refusal.Text
		}
		r.waiting = append(r.waiting, line)
	}
	now, ended := r.now(), update.State == model.JobEnded
	if !ended && now.Sub(r.written) < recordEvery {
		return nil
	}
	return r.flush(ended || now.Sub(r.synced) >= syncEvery)
}

// flush writes what waits, and waits for the disk with sync. What can't be written waits
// for the next time, when there may be room on the disk.
func (r *record) flush(sync bool) error {
	r.written = r.now()
	if r.journal == nil {
		r.waiting = nil
		return nil
	}
	err := r.journal.Add(r.waiting...)
	if err == nil {
		r.waiting = nil
		if sync {
			r.synced = r.written
			err = r.journal.Sync()
		}
	}
	if r.failed {
		return nil
	}
	r.failed = err != nil
	return err
}

// journalWarning says that the journal is not complete.
func journalWarning(err error) string {
	return "The journal does not know all of this removal: " + model.Clean(err.Error())
}
