package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"jettison/keymap"
	"jettison/ui/uitest"
)

const (
	medianBar  = 6 * time.Millisecond
	p95Bar     = 12 * time.Millisecond
	silenceBar = 40 * time.Millisecond

	// keysQuiet exceeds one second, because the program reports its progress with the layers
	// once a second until everything is loaded.
	keysQuiet    = 2 * time.Second
	keyPatience  = time.Second
	keyRate      = 60 // per second, while measuring silences
	silenceFor   = 5 * time.Second
	downs, sorts = 120, 30
	filterRounds = 4
	filterWord   = "service1"
)

func measureKeys(ctx context.Context, b *bench) error {
	bare, err := b.bare(ctx)
	if err != nil {
		return err
	}
	err = b.keysOn(bare, "bare Bubble Tea program", false)
	bare.close()
	if err != nil {
		return err
	}
	for _, n := range b.options.keys {
		host, stop, err := b.embedded(ctx, n)
		if err != nil {
			return err
		}
		t, err := b.jettison(ctx, host)
		if err != nil {
			stop()
			return err
		}
		err = b.keysOn(t, thousands(n)+" images", true)
		t.close()
		stop()
		if err != nil {
			return err
		}
	}
	return nil
}

// keysOn presses every kind of key; the bare program knows only down.
func (b *bench) keysOn(t *terminal, where string, all bool) error {
	begins := t.awaitQuiet
	if all {
		begins = t.awaitList
	}
	if err := begins(keysQuiet); err != nil {
		return err
	}
	down, err := t.doEach(keymap.InImages, keymap.Down, downs)
	if err != nil {
		return fmt.Errorf("down: %w", err)
	}
	b.addKeys("key down, "+where, down, all)
	if all {
		sorted, err := t.doEach(keymap.InImages, keymap.SortReverse, sorts)
		if err != nil {
			return fmt.Errorf("sort: %w", err)
		}
		b.addKeys("key sort, "+where, sorted, true)
		letters, err := t.filterLetters()
		if err != nil {
			return fmt.Errorf("filter: %w", err)
		}
		b.addKeys("filter letter, "+where, letters, true)
	}
	silence, err := t.longestSilence()
	if err != nil {
		return err
	}
	if !all {
		b.report.add("silence under 60 keys/s, "+where, ms(silence), "", noBar)
		return nil
	}
	b.report.add("silence under 60 keys/s, "+where, ms(silence), "≤ "+ms(silenceBar), judge(silence <= silenceBar))
	return nil
}

func (b *bench) addKeys(what string, s sample, judged bool) {
	figure := fmt.Sprintf("median %s, p95 %s (%d keys)", ms(s.median()), ms(s.percentile(95)), len(s))
	if !judged {
		b.report.add(what, figure, "", noBar)
		return
	}
	b.report.add(what, figure, fmt.Sprintf("≤ %s, ≤ %s", ms(medianBar), ms(p95Bar)),
		judge(s.median() <= medianBar && s.percentile(95) <= p95Bar))
}

// doEach presses the key of an action n times, as pressEach does.
func (t *terminal) doEach(context keymap.Context, action keymap.Action, n int) (sample, error) {
	key, err := uitest.KeyIn(keymap.Default(), context, action)
	if err != nil {
		return nil, err
	}
	return t.pressEach(slices.Repeat([]string{key}, n))
}

// pressEach presses each key when the screen is at rest and measures the time until the first
// byte of the answer. A key without an answer is an error, because each key is chosen to
// change the screen.
func (t *terminal) pressEach(keys []string) (sample, error) {
	var times sample
	for i, key := range keys {
		took, err := t.timeKey(key)
		if err != nil {
			return nil, fmt.Errorf("key %d: %w", i, err)
		}
		times = append(times, took)
	}
	return times, nil
}

// timeKey presses a key as pressEach does.
func (t *terminal) timeKey(key string) (time.Duration, error) {
	if err := t.rest(); err != nil {
		return 0, err
	}
	pressed, err := t.press(key)
	if err != nil {
		return 0, err
	}
	at, ok := t.answer(pressed, keyPatience)
	if !ok {
		return 0, fmt.Errorf("%q changes nothing on screen:\n%s", key, t.screen())
	}
	return at.Sub(pressed), nil
}

// rest waits until the screen is at rest plus a random time, so that keys arrive at any point
// between two frames.
func (t *terminal) rest() error {
	const quiet = 40 * time.Millisecond
	if err := t.awaitQuiet(quiet); err != nil {
		return err
	}
	time.Sleep(rand.N(quiet))
	return nil
}

// filterLetters repeatedly opens the filter, types a word and clears it. It measures only the
// letters.
func (t *terminal) filterLetters() (sample, error) {
	var times sample
	for range filterRounds {
		if _, err := t.doEach(keymap.InImages, keymap.Filter, 1); err != nil {
			return nil, err
		}
		took, err := t.pressEach(strings.Split(filterWord, ""))
		if err != nil {
			return nil, err
		}
		times = append(times, took...)
		if err := t.leaveFilter(); err != nil {
			return nil, err
		}
	}
	return times, nil
}

// leaveFilter deletes the word in the filter and closes it.
func (t *terminal) leaveFilter() error {
	for range len(filterWord) + 1 { // the program may keep a filter that it leaves
		if _, err := t.press("backspace"); err != nil {
			return err
		}
	}
	if err := t.rest(); err != nil {
		return err
	}
	if err := t.do(keymap.InInput, keymap.Back); err != nil {
		return err
	}
	return t.awaitQuiet(startQuiet)
}

// longestSilence holds a key down and returns the longest time without output.
func (t *terminal) longestSilence() (time.Duration, error) {
	if err := t.do(keymap.InImages, keymap.Top); err != nil {
		return 0, err
	}
	if err := t.awaitQuiet(startQuiet); err != nil {
		return 0, err
	}
	down, err := uitest.KeyIn(keymap.Default(), keymap.InImages, keymap.Down)
	if err != nil {
		return 0, err
	}
	ticker := time.NewTicker(time.Second / keyRate)
	defer ticker.Stop()
	start := time.Now()
	last := start
	for last.Sub(start) < silenceFor {
		<-ticker.C
		pressed, err := t.press(down)
		if err != nil {
			return 0, err
		}
		last = pressed
	}
	answers := t.outputs(start)
	if len(answers) < keyRate {
		return 0, errors.New("the program hardly answers held keys")
	}
	longest, before := time.Duration(0), start
	for _, at := range append(answers, last) {
		if !at.After(last) {
			longest, before = max(longest, at.Sub(before)), at
		}
	}
	return longest, nil
}
