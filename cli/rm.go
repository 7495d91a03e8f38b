package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
	"jettison/store/files"
)

const (
	aboutRm = "Plan the removal of what the query matches, show the plan, ask, and carry it out. The arguments are joined to one query, " +
		"in the language of the filter line; there is no removal without one. " + aboutLanguage + "\n\n" +
		"A query is judged for each reference: an image with the names dev and prod that is matched by tag:dev loses that name and stays. " +
		"What a container, or an image built on it, holds is blocked and left alone, unless a flag says what to do about it. " +
		"Steps that the plan shows as blocked are no failure.\n\n" +
		"With kind:container in the query containers go, with what they have written but without their volumes; running ones only with --stop-running. " +
		"A query for several kinds makes one plan, the containers before their images.\n\n" +
		"With kind:cache records of the build cache go, those that were built on others before these; a record that a build uses, or on which one that " +
		"stays was built, is left alone. The next build that needs one makes it again.\n\n" +
		"With kind:volume volumes go. Each is backed up first, and removed only once the backup is verified; with --without-backup it is lost for good. " +
		"A container that mounts a volume blocks it: with --remove-stopped one that is stopped goes first; one that runs has to be stopped, " +
		"as the backup would miss what it still writes, unless the volume goes without one.\n\n" +
		"With --platform only that platform of an image goes, where the engine can do that (Docker 28.2 and newer with the containerd image store), " +
		"every name of the image is matched, another platform of it is here, and no container and no other image uses its content: " +
		"the engine would delete that content from them too.\n\n" +
		"Where no person can be asked it needs --yes. --dry-run prints the plan and changes nothing; with --json it is a document that " +
		"--plan carries out later: just its steps, and of them none that would do something else by then. " +
		"A signal lets the steps under way finish, begins none, and reports."

	examplesRm = `# what would go, and what comes back
jettison rm --dry-run 'unused age>30d'
# all but the newest three of each repository of a team, every night
jettison rm --yes 'repo:acme/* rank>3 unused'
# only one platform of an image that stays
jettison rm --platform linux/arm64 ref:acme/api:1.40.0
# containers that ended more than two weeks ago
jettison rm 'kind:container exited used>2w'
# what the build cache has that nobody used for a month
jettison rm --dry-run 'kind:cache used>4w'
# the volumes that no container mounts, each backed up first
jettison rm 'kind:volume unused'
# decide now, remove later
jettison rm --dry-run --json dangling > plan.json
jettison rm --yes --plan plan.json`
)

// rmFlags holds the flags of rm.
type rmFlags struct {
	removing
	plan      string
	platforms []string

	removeStopped, stopRunning, withDescendants, force, withoutBackup bool
}

func newRm(s *invocation, f *flags) *cobra.Command {
	var own rmFlags
	command := &cobra.Command{
		Use:     "rm QUERY...",
		Aliases: []string{"remove"}, SuggestFor: []string{"prune", "delete"},
		Short:   "Plan a removal, ask, and carry it out",
		Long:    aboutRm,
		Example: examplesRm,
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.prepare(command, s); err != nil {
				return err
			}
			if err := own.writable(f); err != nil {
				return err
			}
			return own.run(command.Context(), s, f, args)
		},
		ValidArgsFunction: s.completeQuery(f),
	}
	takeQuery(command)
	set := command.Flags()
	set.SortFlags = false
	own.ask(set)
	set.StringVar(&own.plan, "plan", "", "carry out the plan of this file, as --dry-run --json printed it; - for standard input")
	set.StringSliceVar(&own.platforms, "platform", nil, "remove only this platform of the images, such as linux/arm64, and keep the images")
	set.BoolVar(&own.removeStopped, "remove-stopped", false, "remove the stopped containers that block an image or a volume first")
	set.BoolVar(&own.stopRunning, "stop-running", false, "stop and remove the containers that block an image, or a volume that goes without a backup, first, running ones too")
	set.BoolVar(&own.withDescendants, "with-descendants", false, "remove what was built on an image or a cache record too when it blocks that")
	set.BoolVar(&own.force, "force", false, "force what containers block; the plan says what that does on this engine")
	set.BoolVar(&own.withoutBackup, "without-backup", false, "remove volumes WITHOUT A BACKUP, which is asked about once more; nothing brings them back")
	own.print(set, f)
	return command
}

// remedies returns the remedies that the flags choose for every step.
func (r *rmFlags) remedies() model.Remedies {
	var chosen model.Remedies
	for remedy, on := range map[model.Remedy]bool{
		model.RemedyRemoveStopped: r.removeStopped, model.RemedyStopRemove: r.stopRunning,
		model.RemedyMarkDescendants: r.withDescendants, model.RemedyForce: r.force, model.RemedyWithoutBackup: r.withoutBackup,
	} {
		if on {
			chosen = chosen.With(remedy)
		}
	}
	return chosen
}

// fromStdin is the plan file name that means standard input.
const fromStdin = "-"

// check validates the flags before the engine is contacted.
func (r *rmFlags) check(s *invocation, empty bool, args []string) error {
	switch {
	case r.plan == "" && empty:
		return &UsageError{"rm needs a query that says what to remove.", "Such as: jettison rm 'unused age>30d'; ref:* means everything."}
	case r.plan != "" && !empty:
		return &UsageError{"--plan and a query both say what to remove.", "Give one of them."}
	case r.backup.BackupChoice != model.BackupNone && len(args) > 0 && args[0] == onlyCopies:
		return &UsageError{onlyCopies + " is looked for in names here: --backup takes its value behind a =.", "Write --backup=" + onlyCopies + "."}
	case r.plan != "" && len(r.platforms) > 0:
		return &UsageError{"--plan and --platform both say what to remove.", "Give one of them."}
	case r.plan != "" && r.remedies() != 0:
		return &UsageError{"A plan says itself what to do about what is blocked.", "Give the flags when the plan is made."}
	case r.plan == fromStdin && !r.dryRun && !r.yes:
		return &RefusedError{"Nobody can be asked: the plan comes from standard input.", "Add --yes, or read the plan from a file."}
	}
	return r.confirmable(s)
}

func (r *rmFlags) run(ctx context.Context, s *invocation, f *flags, args []string) error {
	q, err := parseQuery(args)
	if err != nil {
		return err
	}
	if err := r.check(s, q.Empty(), args); err != nil {
		return err
	}
	if err := r.removable(q); err != nil {
		return err
	}
	var planned *readPlan
	if r.plan != "" {
		if planned, err = awaitPlanFile(ctx, s, r.plan); err != nil {
			return err
		}
	}
	volumes := planned.needsVolumes() || q.Asks(model.KindVolume)
	need := wants{containers: true, volumes: volumes, usage: volumes, cache: true, shares: true}
	e, inv, err := loadEngine(ctx, s, f, need.with(containerNeeds(q)))
	if err != nil {
		return err
	}
	defer e.close()
	removal := &output.Removal{Plan: output.Plan{Now: s.now()}}
	if planned != nil {
		if err = planned.isOf(inv); err == nil && slices.ContainsFunc(planned.steps, func(p model.Planned) bool { return p.RemovesPlatform() }) {
			_, err = e.withManifestLayers(ctx, inv)
		}
		if err == nil {
			removal.Plan.Plan, err = e.plan(ctx, func(inv *model.Inventory) (plan *model.Plan) {
				plan, removal.Changed = planned.replan(inv)
				return plan
			})
		}
	} else {
		removal.Query = q.Text()
		if err := e.measureFor(ctx, q); err != nil {
			return err
		}
		inv = e.inventory
		s.noteMisspelled(q, inv, "")
		s.noteTagTimes(q, inv)
		var rows []*model.Row
		if rows, err = matching(q, inv, s.now()); err == nil {
			removal.Platforms = r.platforms
			removal.Plan.Plan, err = r.makePlan(ctx, e, rows, matchingThings(q, inv, s.now()))
		}
	}
	if err != nil {
		return err
	}
	return r.finish(ctx, e, f, removal)
}

// removable checks that things of the kinds that a query asks for can be removed.
func (r *rmFlags) removable(q *query.Query) error {
	if len(r.platforms) > 0 {
		return q.Only("have no platforms", model.KindImage)
	}
	return nil
}

// matchingThings returns the things other than images that a query matches.
func matchingThings(q *query.Query, inv *model.Inventory, now time.Time) (found []model.Target) {
	matcher := q.Compile(queryEnv(inv, now))
	for target, judge := range query.Things(inv) {
		if matches, _ := judge(matcher); matches {
			found = append(found, target)
		}
	}
	return found
}

// makePlan plans the removal of exactly the references of rows and of other things, or of
// platforms of the images of rows.
func (r *rmFlags) makePlan(ctx context.Context, e *engine, rows []*model.Row, others []model.Target) (*model.Plan, error) {
	if len(r.platforms) > 0 {
		return r.planPlatforms(ctx, e, e.inventory, rows)
	}
	keys := make([]model.Key, 0, len(rows)+len(others))
	for _, row := range rows {
		keys = append(keys, row.Key())
	}
	for _, target := range others {
		keys = append(keys, model.Key{Target: target})
	}
	return e.plan(ctx, func(inv *model.Inventory) *model.Plan { return model.NewPlan(inv, keys, r.choices(inv)) })
}

// choices are the remedies that the flags choose, for everything that can have them.
func (r *rmFlags) choices(inv *model.Inventory) model.Choices {
	choices, chosen := model.Choices{}, r.remedies()
	choose := func(target model.Target) {
		if of := chosen.And(target.Kind.Remedies()); of != 0 {
			choices[target] = of
		}
	}
	for _, image := range inv.Images() {
		choose(image.Target())
	}
	for target := range query.Things(inv) {
		choose(target)
	}
	return choices
}

// readPlan is a plan read from a file.
type readPlan struct {
	steps []model.Planned
	host  string
}

// awaitPlanFile reads a plan from a file or standard input, where it may come late or never: it
// returns when ctx ends.
func awaitPlanFile(ctx context.Context, s *invocation, name string) (*readPlan, error) {
	type result struct {
		plan *readPlan
		err  error
	}
	read := make(chan result, 1)
	go func() {
		plan, err := readPlanFile(s, name)
		read <- result{plan, err}
	}()
	select {
	case r := <-read:
		return r.plan, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// readPlanFile reads a plan from a file or standard input.
func readPlanFile(s *invocation, name string) (*readPlan, error) {
	from, what := s.in, "standard input"
	if name != fromStdin {
		file, err := files.OpenNamed(name)
		if err != nil {
			return nil, &UsageError{fmt.Sprintf("The plan can't be read: %s.", err), "Make one with: jettison rm --dry-run --json QUERY."}
		}
		defer file.Close() //nolint:errcheck // only read
		from, what = file, name
	}
	steps, host, err := output.ReadPlan(from)
	if err != nil {
		return nil, &UsageError{
			fmt.Sprintf("%s is no plan: %s.", what, model.Clean(err.Error())),
			"Make one with: jettison rm --dry-run --json QUERY.",
		}
	}
	return &readPlan{steps, host}, nil
}

// needsVolumes reports whether the plan removes volumes; a plan that was not read does not.
func (p *readPlan) needsVolumes() bool {
	return p != nil && slices.ContainsFunc(p.steps, func(step model.Planned) bool { return step.Target.Kind == model.KindVolume })
}

// isOf accepts only the engine that the plan was made on: the same images on another engine
// may belong to somebody else.
func (p *readPlan) isOf(inv *model.Inventory) error {
	if p.host == inv.Engine.Host {
		return nil
	}
	return &UsageError{
		fmt.Sprintf("The plan was made for the engine at %s, and this one is at %s.", model.Clean(p.host), inv.Engine.Host),
		"Give --host or --context as when it was made.",
	}
}

// replan makes a plan again on the present inventory.
func (p *readPlan) replan(inv *model.Inventory) (*model.Plan, []output.ChangedStep) {
	plan, changed := model.Replan(inv, p.steps)
	named := make([]output.ChangedStep, 0, len(changed))
	for _, c := range changed {
		named = append(named, output.NewChangedStep(p.steps, c))
	}
	return plan, named
}
