package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jettison/cli/config"
	"jettison/dockerx"
	"jettison/model"
	"jettison/model/policy"
	"jettison/model/query"
)

// now is the clock of the commands.
func now() time.Time { return time.Now() }

func newPolicyRun(f *flags) *cobra.Command {
	var dryRun bool
	command := &cobra.Command{
		Use:   "run NAME",
		Short: "Apply a policy",
		Long:  "Apply a policy. --dry-run says what it would remove now, what blocks the rest, and what is kept and why; nothing is removed.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &UsageError{"policy run needs the name of one policy.", "'jettison policy list' lists them."}
			}
			return nil
		},
		ValidArgsFunction: func(command *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			c, err := f.settle(command.Flags().Changed, environment)
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return c.Names(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(command *cobra.Command, args []string) error {
			changed := command.Flags().Changed
			if err := f.check(changed); err != nil {
				return err
			}
			c, err := f.settle(changed, environment)
			if err != nil {
				return err
			}
			p, ok := c.Policy(args[0])
			if !ok {
				return noPolicy(args[0], c)
			}
			if !dryRun {
				return &UsageError{"policy run removes nothing yet.", "Add --dry-run, or open the policy in the screen with P."}
			}
			open := openWith(dockerx.Options{Host: f.host, Context: f.context, Now: time.Now})
			if f.demo {
				open = func(ctx context.Context) (*session, error) { return openDemo(ctx, ctx, f, time.Now) }
			}
			applied, err := apply(command.Context(), open, p.Policy, freeSpace(f, c)())
			if err != nil {
				return err
			}
			return applied.write(command.OutOrStdout())
		},
	}
	command.Flags().BoolVar(&dryRun, "dry-run", false, "only say what would be removed")
	return command
}

// noPolicy says that there is no such policy, and which was probably meant.
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

// applied is what a policy selects on an engine.
type applied struct {
	policy    *policy.Policy
	selection *policy.Selection
	plan      *model.Plan
	at        time.Time
}

// apply connects to the engine and works out what the policy removes on it now.
// Nothing is removed. free is as in policy.Env.
func apply(ctx context.Context, open engineOpener, p *policy.Policy, free int64) (*applied, error) {
	filters, err := config.PruneFilters(environment, now())
	if err != nil {
		return nil, &UsageError{What: err.Error()}
	}
	s, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }() // nothing is left to do about it
	needs := append(p.Needs(filters), model.FactShared, model.FactLayers, model.FactUsage)
	snapshot, err := await(ctx, s.Next, needs)
	if err == nil && p.StoppedOlderThan > 0 {
		snapshot, err = awaitSince(ctx, s.Next, snapshot)
	}
	if err != nil {
		return nil, err
	}
	a := &applied{policy: p, at: now()}
	a.plan, a.selection = p.Plan(policy.Env{
		Env: query.Env{
			Now: a.at, Inventory: snapshot.Inventory,
			Known: func(fact model.Fact) bool { return !snapshot.Facts[fact].At.IsZero() },
		},
		Filters: filters, Free: free,
	})
	if a.selection.Problem != nil {
		return nil, a.selection.Problem
	}
	return a, nil
}

// engineOpener opens an engine for a command.
type engineOpener func(ctx context.Context) (*session, error)

// openWith opens an engine at an address.
func openWith(o dockerx.Options) engineOpener {
	return func(ctx context.Context) (*session, error) {
		return openSession(ctx, ctx, o, 0, rememberLayers())
	}
}
