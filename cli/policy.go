package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jettison/cli/config"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
)

// newPolicy makes the commands about policies.
func newPolicy(s *invocation, f *flags) *cobra.Command {
	command := &cobra.Command{
		Use:   "policy",
		Short: "List, check and apply the policies of the configuration",
		RunE: func(command *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &UsageError{"policy needs to know what to do.", "It is one of list, check and run."}
			}
			return noCommand(command, args[0], "It is one of list, check and run.")
		},
	}
	command.AddCommand(newPolicyList(s, f), newPolicyCheck(s, f), newPolicyRun(s, f))
	return command
}

func newPolicyList(s *invocation, f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the policies",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := f.check(command.Flags().Changed); err != nil {
				return err
			}
			c, err := f.applyConfig(command.Flags().Changed, s.env)
			if err != nil {
				return err
			}
			return writePolicies(command.OutOrStdout(), c)
		},
	}
}

func newPolicyCheck(s *invocation, f *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check the configuration, and docker's pruneFilters",
		Long:  "Check the configuration in force, or a file before it is used. The exit code is 0 when all is right, and 2 when something is wrong.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return &UsageError{"policy check takes one file.", seeHelp}
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.check(command.Flags().Changed); err != nil {
				return err
			}
			read := func() (*config.Config, error) { return f.applyConfig(command.Flags().Changed, s.env) }
			if len(args) == 1 {
				read = func() (*config.Config, error) { return parseFile(args[0]) }
			}
			c, err := read()
			if err != nil {
				return err
			}
			filters, err := config.PruneFilters(s.env, s.now())
			if err != nil {
				return &UsageError{What: err.Error()}
			}
			s.noteQueriesOf(c)
			file := c.File
			if file == "" {
				file = "There is no configuration"
			}
			text := file + ": " + countPolicies(len(c.Policies)) + ", nothing wrong"
			if len(filters) > 0 {
				text += "; docker's pruneFilters keep by " + words.Plural(len(filters), "rule")
			}
			_, err = fmt.Fprintln(command.OutOrStdout(), model.Clean(text))
			return err
		},
	}
}

// noteQueriesOf notes words that look misspelled in the queries of a configuration, and what they
// can't match.
func (s *invocation) noteQueriesOf(c *config.Config) {
	for _, p := range c.Policies {
		for _, q := range slices.Concat(p.Remove, p.Keep) {
			s.noteMisspelled(q, nil, "policy "+p.Name+": ")
		}
		for _, q := range p.Remove {
			if terms := q.TagTimeTerms(); len(terms) > 0 {
				s.note("policy %s: %s", model.Clean(p.Name), words.NeverTagged(terms))
			}
		}
	}
	for _, q := range c.Pins.Value {
		s.noteMisspelled(q, nil, "pins: ")
	}
}

func countPolicies(n int) string {
	if n == 1 {
		return "1 policy"
	}
	return words.Count(n) + " policies"
}

// parseFile reads a file as a configuration, ignoring all other configuration.
func parseFile(file string) (*config.Config, error) {
	c, err := config.ReadFile(file)
	if err != nil {
		return nil, configError(err)
	}
	return c, nil
}

// writePolicies writes each policy with its effect and its place.
func writePolicies(w io.Writer, c *config.Config) error {
	var lines []string
	for _, p := range c.Policies {
		lines = append(lines, p.Name+"  # "+p.Origin.String())
		lines = append(lines, queryLines("remove", p.Remove)...)
		lines = append(lines, queryLines("keep", p.Keep)...)
		for _, e := range p.Entries {
			if e.Name != "remove" && e.Name != "keep" {
				lines = append(lines, fmt.Sprintf("  %-18s  %v", e.Name, e.Value.Value))
			}
		}
	}
	for i, line := range lines {
		lines[i] = model.Clean(line)
	}
	if len(lines) == 0 {
		return nil
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

func queryLines(name string, queries []*query.Query) []string {
	var lines []string
	for _, q := range queries {
		lines = append(lines, fmt.Sprintf("  %-18s  %s", name, q.Text()))
	}
	return lines
}
