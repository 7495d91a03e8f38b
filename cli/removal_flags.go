package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/pflag"

	"jettison/cli/output"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
	"jettison/store/archive"
)

// removing holds the flags of the commands that plan and execute a removal.
type removing struct {
	dryRun, yes, json bool
	backup            backupChoice
	askRegistry       bool
}

// onlyCopies is a value of the flag.
const onlyCopies = "only-copies"

// backupChoice is the flag that says which images to back up before a removal.
type backupChoice struct{ model.BackupChoice }

// String implements pflag.Value.
func (c *backupChoice) String() string {
	switch c.BackupChoice {
	case model.BackupAll:
		return "all"
	case model.BackupOnlyCopies:
		return onlyCopies
	case model.BackupNone:
	}
	return "none"
}

// Set implements pflag.Value.
func (c *backupChoice) Set(text string) error {
	for choice := model.BackupNone; choice <= model.BackupAll; choice++ {
		if known := (backupChoice{choice}); known.String() == text {
			c.BackupChoice = choice
			return nil
		}
	}
	return errors.New("it is all, only-copies or none")
}

// Type implements pflag.Value.
func (*backupChoice) Type() string { return "which" }

// ask declares the flags about confirmation.
func (r *removing) ask(set *pflag.FlagSet) {
	set.BoolVarP(&r.dryRun, "dry-run", "n", false, "print the plan and change nothing")
	set.BoolVarP(&r.yes, "yes", "y", false, "carry the plan out without asking")
}

// print declares the flags about execution and output.
func (r *removing) print(set *pflag.FlagSet, f *flags) {
	set.IntVar(&f.jobs, "jobs", 0, "how many steps run at a time (0: what suits the engine)")
	set.BoolVar(&r.askRegistry, "ask-registry", false, "ask the registries whether they still have what goes; by default its digest is believed")
	set.Var(&r.backup, "backup", "save images before: all of them, or only-copies, those that no registry is known to have")
	set.Lookup("backup").NoOptDefVal = "all"
	set.BoolVar(&r.json, "json", false, "print a JSON document: the plan with --dry-run, else what was done")
}

// confirmable returns an error if confirmation is needed but nobody can be asked.
func (r *removing) confirmable(s *invocation) error {
	if r.dryRun || r.yes || s.asks {
		return nil
	}
	return &RefusedError{"Nobody can be asked: this is no terminal.", "Add --yes to remove without asking, or --dry-run to see the plan."}
}

// finish prints the plan or executes it.
func (r *removing) finish(ctx context.Context, e *engine, f *flags, removal *output.Removal) error {
	if _, err := stateFolder(e.call.env); err != nil && !f.demo {
		e.call.note("Pins set by hand are not heeded: %v", err)
	}
	if err := r.askRegistries(ctx, e, removal); err != nil {
		return err
	}
	if r.dryRun {
		return r.show(e.call, f, removal)
	}
	e.resolveInterrupted(ctx, f)
	if plan := removal.Plan.Plan; len(plan.Steps) == 0 && len(plan.Pinned) > 0 {
		return &RefusedError{"Nothing was removed: " + words.HeldBack(plan) + ".", "'jettison pin' lists the pins, and 'jettison unpin' takes one away."}
	}
	return r.execute(ctx, e, f, removal)
}

// show prints the plan as the result.
func (r *removing) show(s *invocation, f *flags, removal *output.Removal) error {
	for _, c := range removal.Changed {
		s.note("left out: %s %s: %s", c.Action, c.Name, c.Why)
	}
	if r.json {
		return removal.Plan.WriteJSON(s.out)
	}
	r.noteBackup(s, f, removal.Plan.Plan)
	return removal.Plan.WriteText(s.out)
}

// noteBackup notes what will be backed up, and where.
func (r *removing) noteBackup(s *invocation, f *flags, plan *model.Plan) {
	things := plan.BackUp(r.backup.BackupChoice)
	volumes := model.ThingsOf[*model.Volume](things)
	if len(volumes) == 0 && (r.backup.BackupChoice == model.BackupNone || plan.Images+plan.Platforms == 0) {
		return
	}
	if len(things) == 0 {
		s.note("there is nothing to back up: all of it is backed up, or can be pulled again")
		return
	}
	if f.demo {
		s.note("first backs up %s, into a folder that goes with the demo", words.Things(things))
		return
	}
	var most int64
	if images := model.ThingsOf[*model.Image](things); len(images) > 0 {
		most += archive.Room(images, size.Range{Max: plan.Touched})
	}
	if len(volumes) > 0 {
		most += archive.RoomOfVolumes(volumes)
	}
	if slices.ContainsFunc(volumes, func(v *model.Volume) bool { return v.Size < 0 && !v.Mounted() }) {
		s.note("first backs up %s, of a size that is not known, in %s", words.Things(things), backupsOf(f, s.env, s.now).Folder)
		return
	}
	s.note("first backs up %s, at most %s, in %s", words.Things(things), words.Size(most), backupsOf(f, s.env, s.now).Folder)
}

// askRegistries asks registries whether they have what the plan deletes.
func (r *removing) askRegistries(ctx context.Context, e *engine, removal *output.Removal) error {
	refs := removal.Plan.Plan.Askable()
	if !r.askRegistry || len(refs) == 0 {
		return nil
	}
	answers, err := transfer.AskRegistries(ctx, e.client, refs)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		e.call.note("Of %s it can't be told whether a registry has it: %s", words.Plural(len(refs)-len(answers), "digest"), model.Clean(words.Error(err)))
	}
	removal.Plan.Plan = removal.Plan.Plan.WithVerdicts(e.inventory.WithRegistryAnswers(answers))
	return nil
}
