package cli

import (
	"path/filepath"
	"slices"
	"time"

	"jettison/cli/config"
	"jettison/cli/diskspace"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/trend"
	"jettison/store"
	"jettison/store/wire"
	"jettison/ui"
)

// sampleEvery is the shortest time between two samples of the screen.
const sampleEvery = time.Hour

// samplesOf returns the file of samples. It is nil for the demo, which has no disk, and if
// there is no place for the file.
func samplesOf(f *flags, env config.Env) *store.Samples {
	folder, err := stateFolder(env)
	if err != nil || f.demo {
		return nil
	}
	return store.OpenSamples(filepath.Join(folder, "samples"))
}

// samplesOfEngine returns the samples of the engine with the given key. Unreadable lines are
// counted and passed to bad.
func samplesOfEngine(samples *store.Samples, key string, bad func(store.BadLine)) (history trend.History, err error) {
	history.Samples, err = samples.Load(func(e trend.Engine) bool { return e.Key() == key }, func(line store.BadLine) {
		history.Skipped++
		bad(line)
	})
	return history, err
}

// removalsOfEngine returns the removals of images in the journal for the engine with the given
// key, oldest first.
func removalsOfEngine(journal *store.Journal, key string, bad func(store.BadLine)) ([]trend.Removal, error) {
	removals, err := journal.Removals(bad)
	if err != nil {
		return nil, err
	}
	var found []trend.Removal
	for i := range removals {
		e := &removals[i].Engine
		if r := removalOf(&removals[i]); r.Images > 0 && (trend.Engine{Name: e.Name, Host: e.Host, ID: e.ID}).Key() == key {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b trend.Removal) int { return a.At.Compare(b.At) })
	return found, nil
}

// removalOf returns the journal's record of the images removed by r.
func removalOf(r *store.Removal) trend.Removal {
	removal := trend.Removal{At: r.At}
	for _, step := range r.Steps {
		if !step.Outcome.In(model.StepDone) || step.Intent.Action != wire.Action(model.ActionRemove, model.KindImage) {
			continue
		}
		removal.Images++
		if size := step.Intent.Bytes(); size < 0 || removal.AtMost < 0 {
			removal.AtMost = model.Unknown
		} else {
			removal.AtMost += size
		}
		if step.Outcome.At.After(removal.At) {
			removal.At = step.Outcome.At
		}
	}
	return removal
}

// trendsIn returns the samples for the screen. root is the configured data folder; if empty,
// the one that the engine reports is used.
func trendsIn(f *flags, env config.Env, root string) ui.Trends {
	trends := ui.Trends{IsDemo: f.demo, Demo: func(inv *model.Inventory, now time.Time) trend.History {
		return modeltest.History(inv, f.seed, now)
	}}
	samples, journal := samplesOf(f, env), journalOf(f, env)
	if samples == nil {
		return trends
	}
	trends.Record = func(inv *model.Inventory, now time.Time) error {
		sample := trend.Take(inv, now, diskspace.Of(root, inv.Engine))
		_, err := samples.Add(&sample, sampleEvery)
		return err
	}
	trends.Load = func(engine model.Engine) (trend.History, error) {
		key, ignore := trend.EngineOf(engine).Key(), func(store.BadLine) {}
		history, err := samplesOfEngine(samples, key, ignore)
		if err == nil {
			history.Removals, _ = removalsOfEngine(journal, key, ignore) // samples alone are useful too
		}
		return history, err
	}
	return trends
}
