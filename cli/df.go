package cli

import (
	"context"

	"github.com/spf13/cobra"

	"jettison/cli/output"
)

const (
	aboutDf = "Show what takes the engine's disk, as docker system df does. RECLAIMABLE is docker's figure: it leaves out layers that " +
		"only unused images share. COMES BACK is what the engine really gets back when all goes that nothing uses, each layer counted once; " +
		"where that can't be known exactly it is a range or marked ≈."

	examplesDf = `# the overview
jettison df
# every image, container, volume and record of the build cache
jettison df -v`
)

// dfFlags holds the flags of df.
type dfFlags struct {
	verbose bool
	format  string
	json    bool
}

func newDf(s *invocation, f *flags) *cobra.Command {
	var own dfFlags
	command := &cobra.Command{
		Use:     "df",
		Short:   "Show what takes the disk and what would come back",
		Long:    aboutDf,
		Example: examplesDf,
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := f.prepare(command, s); err != nil {
				return err
			}
			return own.run(command.Context(), s, f)
		},
	}
	set := command.Flags()
	set.SortFlags = false
	set.BoolVarP(&own.verbose, "verbose", "v", false, "show every single thing")
	set.BoolVar(&own.json, "json", false, "print a JSON document")
	set.StringVar(&own.format, "format", "", "print by a Go template, as docker system df does: table, json, 'table TEMPLATE' or 'TEMPLATE'")
	return command
}

func (d *dfFlags) run(ctx context.Context, s *invocation, f *flags) error {
	if d.json && d.format != "" {
		return &UsageError{"--json and --format both say what to print.", "Give one of them."}
	}
	var format *output.Format
	if d.format != "" && (!d.verbose || d.format != "table") {
		var err error
		if format, err = output.ParseFormat(d.format, output.UsageTable); err != nil {
			return templateError(err)
		}
	}
	e, inv, err := loadEngine(ctx, s, f, wants{containers: true, usage: true, shares: true})
	if err != nil {
		return err
	}
	defer e.close()
	usage := &output.Usage{Inventory: inv, Now: s.now()}
	switch {
	case d.json:
		return usage.WriteJSON(s.out, d.verbose)
	case format != nil && d.verbose:
		return templateError(usage.WriteDetailsFormat(s.out, format))
	case format != nil:
		return templateError(usage.WriteFormat(s.out, format))
	case d.verbose:
		return usage.WriteDetails(s.out)
	}
	return usage.WriteTable(s.out)
}
