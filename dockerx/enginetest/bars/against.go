package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jettison/keymap"
	"jettison/ui/uitest"
)

const (
	// againstFactor is how much slower than an earlier program this one may be.
	againstFactor = 1.05
	// undisturbed is the percentile of the times that are compared. What else the machine does
	// makes the longer ones longer, and the shortest is chance.
	undisturbed = 25
)

// rival is one of two programs that are measured in turn, so that whatever else the machine
// does slows both down alike.
type rival struct {
	*terminal
	program string
	home    string // its state and caches, which it shares with no other
	env     []string
	times   map[string]sample // by what was measured
}

func (r *rival) add(what string, took time.Duration) { r.times[what] = append(r.times[what], took) }

// measureAgainst compares jettison with an earlier one.
func measureAgainst(ctx context.Context, b *bench) error {
	if b.options.against == "" {
		b.note("no earlier program to compare with: see -against")
		return nil
	}
	for _, n := range b.options.keys {
		if err := b.againstAt(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) againstAt(ctx context.Context, n int) error {
	host, stop, err := b.embedded(ctx, n)
	if err != nil {
		return err
	}
	defer stop()
	rivals := []*rival{{program: b.options.against}, {program: b.program}}
	for i, r := range rivals {
		r.times = map[string]sample{}
		r.home = filepath.Join(b.dir, fmt.Sprintf("rival%d", i))
		r.env = append(b.environment(), "XDG_STATE_HOME="+filepath.Join(r.home, "state"), "XDG_CACHE_HOME="+filepath.Join(r.home, "cache"))
	}
	defer func() {
		for _, r := range rivals {
			if r.terminal != nil {
				r.close()
			}
		}
	}()
	if err := b.startInTurn(ctx, rivals, host); err != nil {
		return err
	}
	if err := pressInTurn(rivals); err != nil {
		return err
	}
	for _, what := range []string{whatFrame, whatRows, whatDown, whatSort, whatLetter} {
		was, is := rivals[0].times[what].percentile(undisturbed), rivals[1].times[what].percentile(undisturbed)
		b.report.add(fmt.Sprintf("%s, %s images, beside the earlier", what, thousands(n)),
			fmt.Sprintf("%s (%.2f ×)", ms(is), float64(is)/float64(was)), fmt.Sprintf("≤ %.2f × %s", againstFactor, ms(was)),
			judge(float64(is) <= againstFactor*float64(was)))
	}
	return nil
}

// What is compared.
const (
	whatFrame  = "start to first frame"
	whatRows   = "start to image rows"
	whatDown   = "key down"
	whatSort   = "key sort"
	whatLetter = "filter letter"
)

// startInTurn starts each program several times and leaves the last ones running. The first
// start, which warms the machine up, is not counted.
func (b *bench) startInTurn(ctx context.Context, rivals []*rival, host string) error {
	order := slices.Clone(rivals)
	for trial := range 1 + b.options.trials {
		for _, r := range order {
			frame, rows, err := b.restart(ctx, r, host)
			if err != nil {
				return fmt.Errorf("%s: %w", r.program, err)
			}
			if trial > 0 {
				r.add(whatFrame, frame)
				r.add(whatRows, rows)
			}
		}
		slices.Reverse(order)
	}
	return nil
}

// restart starts a program that remembers nothing, as a last known list would be on screen
// before the engine answers, and returns when the first frame and the first rows were.
func (b *bench) restart(ctx context.Context, r *rival, host string) (frame, rows time.Duration, err error) {
	if r.terminal != nil {
		r.close()
		r.terminal = nil
	}
	if err := os.RemoveAll(r.home); err != nil {
		return 0, 0, err
	}
	if r.terminal, err = b.programIn(ctx, r.program, r.env, host); err != nil {
		return 0, 0, err
	}
	if err := r.awaitList(keysQuiet); err != nil {
		return 0, 0, err
	}
	if frame, err = r.shown(anything); err != nil {
		return 0, 0, err
	}
	rows, err = r.shown(imageRows)
	return frame, rows, err
}

// pressInTurn presses every kind of key in one program and then in the other.
func pressInTurn(rivals []*rival) error {
	down, downErr := uitest.KeyIn(keymap.Default(), keymap.InImages, keymap.Down)
	reverse, reverseErr := uitest.KeyIn(keymap.Default(), keymap.InImages, keymap.SortReverse)
	filter, filterErr := uitest.KeyIn(keymap.Default(), keymap.InImages, keymap.Filter)
	if err := errors.Join(downErr, reverseErr, filterErr); err != nil {
		return err
	}
	if err := inTurn(rivals, whatDown, slices.Repeat([]string{down}, downs)); err != nil {
		return err
	}
	if err := inTurn(rivals, whatSort, slices.Repeat([]string{reverse}, sorts)); err != nil {
		return err
	}
	for range filterRounds {
		if err := inTurn(rivals, "", []string{filter}); err != nil {
			return err
		}
		if err := inTurn(rivals, whatLetter, strings.Split(filterWord, "")); err != nil {
			return err
		}
		for _, r := range rivals {
			if err := r.leaveFilter(); err != nil {
				return err
			}
		}
	}
	return nil
}

func inTurn(rivals []*rival, what string, keys []string) error {
	order := slices.Clone(rivals)
	for _, key := range keys {
		for _, r := range order {
			took, err := r.timeKey(key)
			if err != nil {
				return fmt.Errorf("%s: %w", r.program, err)
			}
			r.add(what, took)
		}
		slices.Reverse(order)
	}
	return nil
}
