package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"jettison/cli/output"
	"jettison/dockerx"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/store"
	"jettison/store/archive"
	"jettison/store/wire"
)

// recovery takes removals back that the journal has.
type recovery struct {
	journal *store.Journal
	backups backups
	user    string
	now     func() time.Time
}

// removedBy are the things that a removal took away. Anybody may have written into the
// journal: its texts are cleaned.
func removedBy(r *store.Removal) []model.Removed {
	var removed []model.Removed
	for i := range r.Steps {
		step := &r.Steps[i]
		if !step.Took() {
			continue
		}
		intent := &step.Intent
		kind, known := wire.Actions().Value(intent.Action)
		if !known {
			continue
		}
		one := model.Removed{
			Step: intent.Step, Kind: kind, Image: model.ImageID(model.Clean(string(intent.Image))), Name: model.Clean(intent.Name), Digests: cleanAll(intent.Digests),
			Size: intent.Size, Source: model.Clean(intent.Source), Refs: cleanAll(intent.References), Backup: model.Clean(intent.Backup),
		}
		if step.Outcome.In(model.StepPartly) {
			one.Refs = slices.DeleteFunc(slices.Clone(one.Refs), func(ref string) bool { return !slices.Contains(step.Outcome.Untagged, ref) })
		}
		removed = append(removed, one)
	}
	return removed
}

// carryOut takes a removal back, and writes that into the journal. warn gets what of
// that goes wrong.
func (c *recovery) carryOut(ctx context.Context, client *dockerx.Client, removal string, plan *model.RestorePlan, tell func(model.RestoreEvent), warn func(error)) {
	transfer.Restore(ctx, client, plan, transfer.RestoreOptions{
		Write: c.write, Now: c.now,
		Tell: func(event model.RestoreEvent) {
			if event.State.Ended() {
				if err := c.journal.Append(c.line(removal, &plan.Steps[event.Step], event)); err != nil {
					warn(err)
				}
			}
			tell(event)
		},
	})
}

func (c *recovery) line(removal string, step *model.RestoreStep, event model.RestoreEvent) store.JournalLine {
	return store.JournalLine{
		Event: store.JournalRestored, At: event.At, Plan: removal, Step: step.Step, User: c.user,
		State: wire.States().Of(event.State), Why: event.Why, Tagged: event.Tagged, Differs: event.Differs,
	}
}

// write writes images of a backup.
func (c *recovery) write(ctx context.Context, name string, ids []model.ImageID, to io.Writer, told func(done, total int64)) error {
	m, err := archive.Read(c.backups.folder, name)
	if err != nil {
		return err
	}
	total := m.Unpacked()
	return archive.WriteImages(ctx, c.backups.folder, m, ids, to, func(read int64) { told(read, total) })
}

// elsewhere is an error when a removal was one of another engine: its images there are
// no business of this one.
func elsewhere(r *store.Removal, engine model.Engine) error {
	if engineOf(r).Same(engine) {
		return nil
	}
	return &UsageError{
		"The removal was one of the engine at " + model.Clean(r.Engine.Host) + ", and this one is at " + engine.Host + ".",
		"Give --host " + model.Clean(r.Engine.Host) + ", or the context that it was.",
	}
}

// lastRemoval is the word for the newest removal.
const lastRemoval = "last"

// find finds a removal by its ID, or the newest one of which ours is true.
func (c *recovery) find(id string, ours func(*store.Removal) bool, bad func(store.BadLine)) (*store.Removal, error) {
	removals, err := c.journal.Removals(bad)
	if err != nil {
		return nil, err
	}
	return findRemoval(removals, id, ours)
}

func findRemoval(removals []store.Removal, id string, ours func(*store.Removal) bool) (*store.Removal, error) {
	for i := range removals {
		if r := &removals[i]; r.Plan == id || id == lastRemoval && ours(r) {
			return r, nil
		}
	}
	if id == lastRemoval {
		return nil, &UsageError{"The journal has no removal of this engine.", "'jettison journal' lists those of others."}
	}
	return nil, noRemoval(id, removals)
}

// anyRemoval is true of all.
func anyRemoval(*store.Removal) bool { return true }

// recoveryOf is an error where no journal is kept.
func (s *surroundings) recoveryOf(f *flags) (*recovery, error) {
	if f.demo {
		return nil, &UsageError{"The demo keeps no journal.", "Leave --demo out."}
	}
	journal := journalOf(f, s.env)
	if journal == nil {
		_, err := stateFolder(s.env)
		return nil, &UsageError{"There is no place for a journal: " + err.Error() + ".", "Set one of them."}
	}
	return &recovery{journal, backupsOf(f, s.env, s.now), userOf(s.env), s.now}, nil
}

// restoreVerdict is an error when something did not come back.
func restoreVerdict(r *output.Restore) error {
	if left := len(r.Plan.Steps) - r.There(); left > 0 {
		return errors.New(model.Plural(left, "step") + " of the removal could not be taken back")
	}
	return nil
}
