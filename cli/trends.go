package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/query"
	"jettison/model/trend"
	"jettison/model/words"
)

const (
	aboutTrends = "Show how what the engine takes of its disk changed: how fast it grows while nothing is cleaned up, when the disk will be full, what was removed, " +
		"and the repositories that grow the fastest. It is told by the samples that 'jettison sample' and each start of the screen recorded; the engine need not answer."

	examplesTrends = `jettison trends
# of the past week
jettison trends --since 1w
# for a spreadsheet
jettison trends --csv > trends.csv
# days until the disk is full
jettison trends --json | jq .full.days`
)

// trendsFlags holds the flags of trends.
type trendsFlags struct {
	since string
	json  bool
	csv   bool
}

func newTrends(s *invocation, f *flags) *cobra.Command {
	var own trendsFlags
	command := &cobra.Command{
		Use:     "trends",
		Short:   "Show how fast the disk fills",
		Long:    aboutTrends,
		Example: examplesTrends,
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
	set.StringVar(&own.since, "since", "", "how much of the past to look at, such as 30d or 1y (all of it when empty)")
	set.BoolVar(&own.json, "json", false, "print a JSON document")
	set.BoolVar(&own.csv, "csv", false, "print a record for each sample")
	return command
}

func (t *trendsFlags) run(ctx context.Context, s *invocation, f *flags) error {
	if t.json && t.csv {
		return &UsageError{"--json and --csv both say what to print.", "Give one of them."}
	}
	var length time.Duration
	if t.since != "" {
		var err error
		if length, err = query.ParseDuration(t.since); err != nil {
			return &UsageError{"--since can't be \"" + model.Clean(t.since) + "\": " + err.Error() + ".", "It is a time such as 30d, 2w or 1y."}
		}
	}
	engine, history, err := s.history(ctx, f)
	if err != nil {
		return err
	}
	report := history.Report(length, s.now())
	if len(report.Samples) < 2 {
		s.noteFewSamples(f, len(report.Samples), len(history.Samples))
	}
	trends := output.Trends{Engine: engine, Report: &report, Now: s.now()}
	switch {
	case t.json:
		return trends.WriteJSON(s.out)
	case t.csv:
		return trends.WriteCSV(s.out)
	}
	return trends.WriteText(s.out)
}

// history returns the samples of the engine that the flags name. It looks them up by address,
// so the engine need not answer. The demo's samples are made up.
func (s *invocation) history(ctx context.Context, f *flags) (trend.Engine, trend.History, error) {
	if f.demo {
		e, inv, err := loadEngine(ctx, s, f, wants{containers: true, usage: true, shares: true})
		if err != nil {
			return trend.Engine{}, trend.History{}, err
		}
		e.close()
		s.note("The demo's past is made up.")
		return trend.EngineOf(inv.Engine), modeltest.History(inv, f.seed, s.now()), nil
	}
	samples := samplesOf(f, s.env)
	if samples == nil {
		return trend.Engine{}, trend.History{}, noPlaceForSamples(s)
	}
	host, err := s.address(f)
	if err != nil {
		return trend.Engine{}, trend.History{}, err
	}
	engine, ok, err := samples.Newest(func(e trend.Engine) bool { return e.Host == host })
	if err != nil || !ok {
		return trend.Engine{Name: host, Host: host}, trend.History{}, err
	}
	history, err := samplesOfEngine(samples, engine.Key(), s.noteBadLine)
	if err != nil {
		return engine, history, err
	}
	if history.Removals, err = removalsOfEngine(journalOf(f, s.env), engine.Key(), s.noteBadLine); err != nil {
		s.note("What was removed is not told: %s", model.Clean(words.Error(err)))
	}
	return engine, history, nil
}

// noteFewSamples says what is needed before there are trends.
func (s *invocation) noteFewSamples(f *flags, shown, all int) {
	switch {
	case shown < all:
		s.note("of %s in all, %s are of that time", words.Plural(all, "sample"), words.Count(shown))
	case all == 0:
		host, _ := s.address(f) // history has already resolved it
		s.note("There are no samples of %s. 'jettison sample' records one; cron may run it every hour.", model.Clean(host))
	default:
		s.note("There is one sample. Trends need samples of two days; cron may run 'jettison sample' every hour.")
	}
}
