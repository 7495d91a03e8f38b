package cli

import (
	"github.com/spf13/cobra"

	"jettison/cli/output"
	"jettison/model/words"
	"jettison/store"
)

const (
	aboutJournal = "List what jettison removed for you, the newest first, on whichever engine; or the steps of one removal. " +
		"It is written before a step is tried and after it ended, so that a step whose end is not known was under way when the program ended, or still is.\n\n" +
		"The journal is in the file journal of jettison's folder in XDG_STATE_HOME, a JSON object a line."

	examplesJournal = `jettison journal
# what the last one removed
jettison journal 20261101-120000-3f2a91
# for other programs
jettison journal --json | jq -r 'select(.event == "intent") | .name'`
)

func newJournal(s *invocation, f *flags) *cobra.Command {
	asJSON := false
	command := &cobra.Command{
		Use:     "journal [ID]",
		Short:   "List what was removed",
		Long:    aboutJournal,
		Example: examplesJournal,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return &UsageError{"journal takes the ID of one removal.", "'jettison journal' lists them."}
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.prepare(command, s); err != nil {
				return err
			}
			return showJournal(s, f, args, asJSON)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			removals, err := s.removals(f, func(store.BadLine) {})
			if err != nil || len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return removalIDs(removals), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print the lines of the journal")
	return command
}

func showJournal(s *invocation, f *flags, args []string, asJSON bool) error {
	removals, err := s.removals(f, s.noteBadLine)
	if err != nil {
		return err
	}
	journal := output.Journal{Removals: removals, Now: s.now()}
	if len(args) == 1 {
		one, err := findRemoval(removals, args[0], anyRemoval)
		if err != nil {
			return err
		}
		journal.Removals = []store.Removal{*one}
	}
	for i := range journal.Removals {
		if open := journal.Removals[i].Open(); open > 0 {
			s.note("How %s of %s ended is not known: it is under way, or the next restore, rm or start of the screen on its engine finds it out.",
				words.Plural(open, "step"), journal.Removals[i].Plan)
		}
	}
	switch {
	case asJSON:
		return journal.WriteLines(s.out)
	case len(args) == 1:
		return journal.WriteSteps(s.out)
	}
	return journal.WriteText(s.out)
}
