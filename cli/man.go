package cli

import (
	"fmt"

	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

const manSection = 1

// newMan makes the hidden command that prints the man page for packages.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  "Print the man page",
		Hidden: true,
		Args:   noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			root := command.Root()
			page, err := mango.NewManPage(manSection, root)
			if err != nil {
				return fmt.Errorf("make the man page: %w", err)
			}
			page = page.WithLongDescription(aboutProgram).
				WithSection("Environment", aboutEngine+" "+aboutColor).
				WithSection("Exit Status", aboutCodes)
			_, err = fmt.Fprint(command.OutOrStdout(), page.Build(roff.NewDocument()))
			return err
		},
	}
}
