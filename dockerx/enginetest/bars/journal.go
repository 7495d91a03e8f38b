package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jettison/dockerx/enginetest"
	"jettison/keymap"
)

// journalFactor is the longest time, as a multiple of a removal without a journal.
const journalFactor = 1.05

// measureJournal removes images with and without a journal, in turn.
func measureJournal(ctx context.Context, b *bench) error {
	n := b.options.removed
	what := fmt.Sprintf("removing %d unshared images with a journal, %s", n, b.options.flavor)
	if b.options.flavor == flavorSim {
		b.report.add(what, "", "", notKnown)
		return nil
	}
	b.note("loading %d images into %s", n, b.options.flavor)
	e, err := enginetest.Open(ctx, enginetest.Flavor(b.options.flavor), unsharedWorld(n))
	if err != nil {
		return err
	}
	defer func() {
		if err := e.Close(); err != nil {
			b.note("stop the engine: %v", err)
		}
	}()
	if err := e.Keep(ctx); err != nil {
		return err
	}
	var with, without sample
	for trial := range b.options.trials {
		ways := []struct {
			name   string
			keeps  bool
			sample *sample
		}{{"with a journal", true, &with}, {"without", false, &without}}
		if trial%2 == 1 {
			slices.Reverse(ways)
		}
		for _, w := range ways {
			if err := e.Rewind(ctx); err != nil {
				return err
			}
			took, err := b.removalWith(ctx, e, w.keeps)
			if err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
			b.note("trial %d, %s: %s", trial+1, w.name, ms(took))
			*w.sample = append(*w.sample, took)
		}
	}
	// Compare in pairs: if the machine is busy for a while, both of a pair are affected.
	var ratios []float64
	for i := range with {
		ratios = append(ratios, float64(with[i])/float64(without[i]))
	}
	ratio := median(ratios)
	b.report.add(what, fmt.Sprintf("%+.1f %% (%s, median of %d pairs)", 100*(ratio-1), ms(with.median()), len(ratios)),
		fmt.Sprintf("≤ %+.0f %% (of %s without)", 100*(journalFactor-1), ms(without.median())), judge(ratio <= journalFactor))
	return nil
}

// removalWith measures a removal with or without a journal.
func (b *bench) removalWith(ctx context.Context, e *enginetest.Engine, keeps bool) (took time.Duration, err error) {
	ids, err := imageIDs(ctx, e)
	if err != nil {
		return 0, err
	}
	env := b.environment()
	if !keeps { // a path where no folder can be created
		env = slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, "HOME=") || strings.HasPrefix(v, "XDG_STATE_HOME=") })
	}
	journal := filepath.Join(b.stateDir(), "jettison", "journal")
	if err := os.RemoveAll(b.stateDir()); err != nil {
		return 0, err
	}
	t, err := b.planAll(ctx, env, e.Host, len(ids))
	if err != nil {
		return 0, err
	}
	defer t.close()
	// Otherwise the first program that syncs would wait for the copied engine data to be
	// written.
	if err := b.command(ctx, "sync").Run(); err != nil {
		return 0, err
	}
	took, err = b.untilDeleted(ctx, e, len(ids), func(context.Context) error {
		return t.do(keymap.InPlan, keymap.Confirm)
	})
	if err != nil {
		return 0, err
	}
	if _, missing := os.Stat(journal); (missing == nil) != keeps {
		return 0, fmt.Errorf("whether it keeps a journal was to be %t: %w", keeps, missing)
	}
	return took, nil
}
