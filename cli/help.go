package cli

import (
	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// styledHelp shows a command's help in fang's style. fang is asked for the
// help only: it would ask the terminal for its colors before it hands on any
// error, and a terminal that does not answer would hold that up for seconds.
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
