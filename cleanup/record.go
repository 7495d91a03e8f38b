package cleanup

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store"
	"jettison/store/archive"
	"jettison/store/wire"
)

const (
	// recordEvery is how often outcomes are written at most.
	recordEvery = 100 * time.Millisecond
	// syncEvery is how often the record waits for the disk at most: the engine needs it,
	// too. Outcomes that a failing machine loses are looked up at the next start.
	syncEvery = time.Second
)

// record tells the journal of one removal. Its methods are for one goroutine.
type record struct {
	journal *store.Journal // nil where none is kept
	plan    *model.Plan
	id      string
	rule    string
	user    string
	backup  *archive.Manifest // made for this removal; nil for none
	// manifests are those that images had when they were saved, as far as that is known.
	manifests map[model.ImageID][]model.Manifest
	now       func() time.Time

	unplanned int // steps that it has beside those of the plan

	waiting []store.JournalLine // not written yet
	written time.Time           // when lines were written last
	synced  time.Time           // when the disk was waited for last
	failed  bool                // a write failed, and that was returned
}

// newRecord records how a plan is carried out. rule is what made the plan; empty when a
// person marked by hand.
func newRecord(journal *store.Journal, plan *model.Plan, rule, user string, now func() time.Time) *record {
	var random [3]byte
	_, _ = rand.Read(random[:]) // never fails
	return &record{
		journal: journal, plan: plan, rule: rule, user: user, now: now,
		id: now().UTC().Format("20060102-150405-") + hex.EncodeToString(random[:]),
	}
}

// begin writes an intent for each step that will be tried. begin and note return a write
// error once and go on: a full disk takes no journal, and the removal is what frees it.
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
		Name: step.Subject(), References: step.Refs, Rule: r.rule, User: r.user,
		Engine: &store.JournalEngine{Name: engine.Name, Host: engine.Host, ID: engine.ID},
	}
	line.SetOp(step.Op())
	line.SetBytes(step.Size())
	if image := step.Image(); image != nil {
		line.Digests = image.Digests
		if step.Removes(model.KindImage) {
			line.Manifests = store.JournalManifests(model.ToKeep(r.manifestsOf(image)))
		}
		if m := step.Platform; m != nil {
			line.Manifests = store.JournalManifests([]model.Manifest{*m})
		}
	}
	for _, parent := range step.Prunes {
		line.Prunes = append(line.Prunes, parent.ID)
	}
	if step.Action != model.ActionUntag {
		line.Backup = r.backupOf(step)
	}
	if step.Verdict != model.VerdictNone {
		line.Again, line.Source = wire.Verdicts().Of(step.Verdict), wire.Source(step.Image().Source())
		if line.Backup != "" {
			line.Again = wire.Verdicts().Of(model.VerdictBackedUp)
		}
	}
	if c := step.Container(); c != nil {
		line.Container = c.Name + " " + string(c.ID)
	}
	return line
}

// manifestsOf returns the manifests that an image had last.
func (r *record) manifestsOf(image *model.Image) []model.Manifest {
	if manifests, known := r.manifests[image.ID]; known {
		return manifests
	}
	return image.Manifests
}

// backupOf names the backup that has what a step removes, made for this removal or
// earlier; empty for none.
func (r *record) backupOf(step *model.Step) string {
	if r.backup != nil && r.backup.Has(step.Thing.Target()) {
		return r.backup.Name
	}
	return step.Backup
}

// note records how steps ended. It writes at most every recordEvery, and when the job
// has ended.
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
			line.Why, _ = words.Refusal(event.Refusal)
		}
		r.waiting = append(r.waiting, line)
	}
	now, ended := r.now(), update.State == model.JobEnded
	if !ended && now.Sub(r.written) < recordEvery {
		return nil
	}
	return r.flush(ended || now.Sub(r.synced) >= syncEvery)
}

// flush writes the waiting lines; with sync it waits for the disk. Lines that can't be
// written stay, for there may be room on the disk later.
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
