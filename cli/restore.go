package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jettison/cleanup"
	"jettison/cli/output"
	"jettison/model"
	"jettison/model/words"
	"jettison/store"
)

const (
	aboutRestore = "Take a removal back: the ID is one of 'jettison journal', or last for the newest of the engine. " +
		"An image that is still there gets its names back; one that is gone is loaded from the backup that was made of it, " +
		"else pulled by its digest, with the credentials of docker's configuration. " +
		"A volume comes back from the backup that its removal made; containers and records of the build cache don't. " +
		"Afterwards names and IDs are compared with the journal, and what is not the same is said. " +
		"A name that another image has by now stays there.\n\n" +
		"With names or IDs after that of the removal only those come back. --dry-run says how each would, and changes nothing."

	examplesRestore = `jettison restore last --dry-run
jettison restore 20261101-120000-3f2a91
# one image of it
jettison restore last acme/api:1.4`
)

func newRestore(s *invocation, f *flags) *cobra.Command {
	dryRun, asJSON := false, false
	command := &cobra.Command{
		Use: "restore ID [NAME...]", SuggestFor: []string{"undo"},
		Short:   "Take a removal back",
		Long:    aboutRestore,
		Example: examplesRestore,
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.prepare(command, s); err != nil {
				return err
			}
			if err := f.writable(); err != nil && !dryRun {
				return err
			}
			if len(args) == 0 {
				return &UsageError{"restore needs the ID of a removal.", "'jettison journal' lists them; last is the newest."}
			}
			return restore(command.Context(), s, f, args, dryRun, asJSON)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			removals, err := s.removals(f, func(store.BadLine) {})
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			if len(args) == 0 {
				return append(removalIDs(removals), lastRemoval), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
			}
			return namesOf(removals, args[0]), cobra.ShellCompDirectiveNoFileComp
		},
	}
	command.Flags().BoolVarP(&dryRun, "dry-run", "n", false, "print how each would come back, and change nothing")
	command.Flags().BoolVar(&asJSON, "json", false, "print a JSON document")
	return command
}

// namesOf returns the names that a removal took away.
func namesOf(removals []store.Removal, id string) []string {
	var names []string
	for i := range removals {
		if removals[i].Plan != id && (id != lastRemoval || i > 0) {
			continue
		}
		for _, step := range removals[i].Steps {
			for _, ref := range step.Intent.References {
				names = append(names, model.Clean(ref))
			}
		}
	}
	return names
}

func restore(ctx context.Context, s *invocation, f *flags, args []string, dryRun, asJSON bool) error {
	removals, err := s.removals(f, s.noteBadLine)
	if err != nil {
		return err
	}
	removal, err := findRemoval(removals, args[0], anyRemoval)
	if err != nil {
		return err // before an engine is contacted
	}
	e, inv, err := loadEngine(ctx, s, f, wants{containers: true, volumes: removedVolumes(removal)})
	if err != nil {
		return err
	}
	defer e.close()
	e.resolveInterrupted(ctx, f)
	result, err := e.planRestore(f, inv, args)
	if err != nil {
		return err
	}
	if !dryRun {
		if err := e.restore(ctx, result); err != nil {
			return err
		}
	}
	write := result.WriteText
	if asJSON {
		write = result.WriteJSON
	}
	if err := write(s.out); err != nil || dryRun {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return restoreVerdict(result)
}

// removedVolumes reports whether a removal took volumes away.
func removedVolumes(r *store.Removal) bool {
	return slices.ContainsFunc(r.Steps, func(step store.RemovedStep) bool {
		op, known := step.Intent.Op()
		return known && op.Target.Kind == model.KindVolume
	})
}

// planRestore plans to restore what the arguments name. It reads the journal again, because
// outcomes of steps may have been added.
func (e *engine) planRestore(f *flags, inv *model.Inventory, args []string) (*output.Restore, error) {
	removals, err := e.call.removals(f, func(store.BadLine) {})
	if err != nil {
		return nil, err
	}
	removal, err := findRemoval(removals, args[0], func(r *store.Removal) bool { return cleanup.EngineOf(r).Same(inv.Engine) })
	if err != nil {
		return nil, err
	}
	if err := elsewhere(removal, inv.Engine); err != nil {
		return nil, err
	}
	plan, missing := model.PlanRestore(inv, cleanup.Removed(removal), inv.Backups()).Only(args[1:])
	if len(missing) > 0 {
		return nil, &UsageError{
			fmt.Sprintf("The removal %s took nothing away that is called %s.", removal.Plan, model.Clean(strings.Join(missing, ", "))),
			"'jettison journal " + removal.Plan + "' lists what it took away.",
		}
	}
	return &output.Restore{Removal: removal.Plan, Plan: plan, Taken: inv.Taken, Events: make([]model.RestoreEvent, len(plan.Steps))}, nil
}

// restore executes the plan of a result and shows its progress.
func (e *engine) restore(ctx context.Context, result *output.Restore) error {
	s := e.call
	bar := output.NewProgress(s.errs, s.watched)
	defer bar.Clear()
	ended, all := 0, result.Plan.Doable()
	var drawn time.Time
	job := e.service.Restore(ctx, result.Removal, result.Plan)
	for {
		update, err := job.Next(context.WithoutCancel(ctx)) // ctx cancels the job
		if err != nil {
			return refused(job.Err())
		}
		if update.Problem != nil {
			continue
		}
		if update.Warning != nil {
			bar.Clear()
			s.note("%s", words.Warning(update.Warning))
		}
		for _, event := range update.Events {
			result.Events[event.Step] = event
			if event.State.Ended() {
				ended++
			}
			if now := s.now(); now.Sub(drawn) >= redrawn || event.State.Ended() {
				drawn = now
				bar.Draw("restoring", ended, all, result.Plan.Steps[event.Step].Name, words.RestoreActivity(&event), ofBytes(event))
			}
		}
	}
}

func ofBytes(event model.RestoreEvent) string {
	if event.Total <= 0 {
		return ""
	}
	return words.Size(event.Done) + " of " + words.Size(event.Total)
}

// restoreVerdict returns an error if something was not restored.
func restoreVerdict(r *output.Restore) error {
	if left := len(r.Plan.Steps) - r.There(); left > 0 {
		return errors.New(words.Plural(left, "step") + " of the removal could not be taken back")
	}
	return nil
}
