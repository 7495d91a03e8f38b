package cli

import (
	"cmp"
	"path/filepath"
	"slices"
	"time"

	"jettison/cli/config"
	"jettison/cli/output"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/trend"
	"jettison/store"
	"jettison/ui"
)

// sampleEvery is how far samples of the screen are apart at least.
const sampleEvery = time.Hour

// samplesOf is the file of samples; nil for the demo, whose disk is nobody's, and
// where there is no place for it.
func samplesOf(f *flags, env config.Env) *store.Samples {
	folder, err := stateFolder(env)
	if err != nil || f.demo {
		return nil
	}
	return store.OpenSamples(filepath.Join(folder, "samples"))
}

// historyOfEngine reads what was sampled of the engine with a key, and what was removed
// there. Lines that can't be read are handed to bad.
func historyOfEngine(samples *store.Samples, journal *store.Journal, key string, bad func(store.BadLine)) (trend.History, error) {
	var history trend.History
	belongs := func(e trend.Engine) bool { return e.Key() == key }
	found, err := samples.Load(belongs, func(line store.BadLine) {
		history.Skipped++
		bad(line)
	})
	if err != nil || journal == nil {
		return history, err
	}
	history.Samples = found
	removals, err := journal.Removals(bad)
	if err != nil {
		return history, err
	}
	for i := range removals {
		if r := removalOf(&removals[i]); r.Images > 0 && belongs(trend.Engine(removals[i].Engine)) {
			history.Removals = append(history.Removals, r)
		}
	}
	slices.SortStableFunc(history.Removals, func(a, b trend.Removal) int { return a.At.Compare(b.At) })
	return history, nil
}

// removalOf is what the journal has of the images that went with a removal.
func removalOf(r *store.Removal) trend.Removal {
	removal := trend.Removal{At: r.At}
	for _, step := range r.Steps {
		if step.Outcome == nil || step.Outcome.State != model.StepDone.Word() || step.Intent.Action != output.ActionName(model.StepDelete) {
			continue
		}
		removal.Images++
		removal.AtMost += step.Intent.Size
		if step.Outcome.At.After(removal.At) {
			removal.At = step.Outcome.At
		}
	}
	return removal
}

// trendsIn are the samples as the screen wants them. root is the configured folder of
// an engine's data, empty for the one that the engine names.
func trendsIn(f *flags, env config.Env, root string) ui.Trends {
	trends := ui.Trends{IsDemo: f.demo, Demo: func(inv *model.Inventory, now time.Time) trend.History {
		return modeltest.History(inv, f.seed, now)
	}}
	samples, journal := samplesOf(f, env), journalOf(f, env)
	if samples == nil {
		return trends
	}
	trends.Record = func(inv *model.Inventory, now time.Time) error {
		sample := trend.Take(inv, now, diskOf(root, inv.Engine))
		_, err := samples.Add(&sample, sampleEvery)
		return err
	}
	trends.Load = func(engine model.Engine) (trend.History, error) {
		return historyOfEngine(samples, journal, cmp.Or(engine.ID, engine.Host), func(store.BadLine) {})
	}
	return trends
}
