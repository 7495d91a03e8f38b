package cli

import (
	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// styledHelp prints a command's help in fang's style. Fang does nothing else here: before it
// passes on an error it queries the terminal's colors, which takes seconds on a terminal that
// doesn't answer.
func styledHelp(command *cobra.Command, _ []string) {
	root := command.Root()
	args := []string{"--help"}
	for c := command; c.HasParent(); c = c.Parent() {
		args = append([]string{c.Name()}, args...)
	}
	root.SetArgs(args)
	if err := fang.Execute(command.Context(), root, fang.WithoutVersion(), fang.WithoutManpage()); err != nil {
		command.PrintErrln(err)
	}
}
