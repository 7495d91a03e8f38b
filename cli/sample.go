package cli

import (
	"context"

	"github.com/spf13/cobra"

	"jettison/cli/diskspace"
	"jettison/cli/output"
	"jettison/model/trend"
	"jettison/model/words"
)

const (
	aboutSample = "Record what the engine takes of its disk now, for the trends: for each kind of thing how many there are, their bytes and those that can be reclaimed, " +
		"as 'jettison df' shows them, and the images and bytes of each repository, each layer once. " +
		"Cron may run it every hour; older samples are thinned to one a day, those of more than a year to one a week.\n\n" +
		"The samples are in the file samples of jettison's folder in XDG_STATE_HOME."

	examplesSample = `jettison sample
# what the largest repositories take
jettison sample --json | jq -r '.sample.repositories[:5][] | "\(.size) \(.repository)"'`
)

func newSample(s *invocation, f *flags) *cobra.Command {
	asJSON := false
	command := &cobra.Command{
		Use:     "sample",
		Short:   "Record the disk usage for the trends",
		Long:    aboutSample,
		Example: examplesSample,
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := f.check(command.Flags().Changed); err != nil {
				return err
			}
			c, err := f.applyConfig(command.Flags().Changed, s.env)
			if err != nil {
				return err
			}
			return recordSample(command.Context(), s, f, c.DataRoot.Value, asJSON)
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print the sample as a JSON document")
	return command
}

// recordSample samples the engine's disk. root is the configured data folder; if empty, the
// one that the engine reports is used.
func recordSample(ctx context.Context, s *invocation, f *flags, root string, asJSON bool) error {
	samples := samplesOf(f, s.env)
	if samples == nil && !f.demo {
		return noPlaceForSamples(s)
	}
	e, inv, err := loadEngine(ctx, s, f, wants{containers: true, usage: true, shares: true})
	if err != nil {
		return err
	}
	defer e.close()
	e.resolveInterrupted(ctx, f)
	sample := trend.Take(inv, s.now(), diskspace.Of(root, inv.Engine))
	text := "the demo's disk: " + sampleWords(&sample) + "; nothing was recorded"
	if samples != nil {
		if _, err := samples.Add(&sample, 0); err != nil {
			return err
		}
		text = "recorded " + sampleWords(&sample)
	}
	s.note("%s", text)
	if asJSON {
		return output.WriteSample(s.out, inv, &sample, samples != nil)
	}
	return nil
}

func sampleWords(sample *trend.Sample) string {
	return words.Size(sample.Total()) + " on the disk, " + words.Size(sample.Reclaimable()) + " reclaimable, in " +
		words.Plural(int(max(0, sample.Images.Count)), "image")
}

func noPlaceForSamples(s *invocation) error {
	_, err := stateFolder(s.env)
	return &UsageError{"There is no place for samples: " + err.Error() + ".", "Set one of them."}
}
