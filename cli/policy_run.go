package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jettison/cli/config"
	"jettison/cli/diskspace"
	"jettison/cli/output"
	"jettison/model"
	"jettison/model/policy"
	"jettison/model/query"
	"jettison/model/words"
)

const (
	aboutPolicyRun = "Plan what a policy removes now, show the plan with what is kept and why, ask, and carry it out. " +
		"What is blocked is left alone; of containers none goes but those that the policy's stopped_older_than allows.\n\n" +
		"Where no person can be asked, such as in cron, it needs --yes. --dry-run prints the plan and changes nothing. " +
		"A signal lets the steps under way finish, begins none, and reports."

	examplesPolicyRun = `# what would go tonight
jettison policy run nightly --dry-run
# what cron does
jettison policy run nightly --yes`
)

func newPolicyRun(s *invocation, f *flags) *cobra.Command {
	var own removing
	command := &cobra.Command{
		Use:     "run NAME",
		Short:   "Apply a policy",
		Long:    aboutPolicyRun,
		Example: examplesPolicyRun,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &UsageError{"policy run needs the name of one policy.", "'jettison policy list' lists them."}
			}
			return nil
		},
		ValidArgsFunction: func(command *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			c, err := f.applyConfig(command.Flags().Changed, s.env)
			if err != nil || len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return c.Names(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(command *cobra.Command, args []string) error {
			changed := command.Flags().Changed
			if err := f.check(changed); err != nil {
				return err
			}
			c, err := f.applyConfig(changed, s.env)
			if err != nil {
				return err
			}
			if err := own.writable(f); err != nil {
				return err
			}
			p, ok := c.Policy(args[0])
			if !ok {
				return noPolicy(args[0], c)
			}
			if err := own.confirmable(s); err != nil {
				return err
			}
			return own.apply(command.Context(), s, f, p.Policy, diskspace.FreeOf(c.DataRoot.Value))
		},
	}
	set := command.Flags()
	set.SortFlags = false
	own.ask(set)
	own.print(set, f)
	return command
}

// noPolicy reports an unknown policy and suggests the nearest name.
func noPolicy(name string, c *config.Config) error {
	what := fmt.Sprintf("There is no policy %q.", model.Clean(name))
	names := c.Names()
	if near := query.Nearest(name, names); near != "" {
		return &UsageError{what, fmt.Sprintf("Did you mean %q?", near)}
	}
	if len(names) == 0 {
		return &UsageError{what, "The configuration has none; 'jettison config' shows which file it is."}
	}
	return &UsageError{what, "There are " + model.Clean(strings.Join(names, ", ")) + "."}
}

// apply plans what a policy removes now and, unless it is a dry run, executes the plan. free
// measures the free bytes on an engine's disk.
func (r *removing) apply(ctx context.Context, s *invocation, f *flags, p *policy.Policy, free func(model.Engine) int64) error {
	filters, err := config.PruneFilters(s.env, s.now())
	if err != nil {
		return &UsageError{What: err.Error()}
	}
	e, inv, err := loadEngine(ctx, s, f, wants{containers: true, cache: true, shares: true}.with(p.Needs(filters)))
	if err != nil {
		return err
	}
	defer e.close()
	for _, q := range slices.Concat(p.Remove, p.Keep) {
		s.noteMisspelled(q, inv, "")
	}
	for _, q := range p.Remove {
		s.noteTagTimes(q, inv)
	}
	at := s.now()
	var selection *policy.Selection
	space := free(inv.Engine)
	plan, err := e.plan(ctx, func(inv *model.Inventory) (plan *model.Plan) {
		plan, selection = p.Plan(policy.Env{Env: queryEnv(inv, at), Filters: filters, Free: space})
		return plan
	})
	if err != nil {
		return err
	}
	if problem := selection.Problem; problem != nil {
		return &RefusedError{sentence(words.ProblemLine(problem)), words.Problem(problem).Advice}
	}
	return r.finish(ctx, e, f, &output.Removal{Plan: output.Plan{Plan: plan, Now: at, Policy: p.Name, Selection: selection}})
}
