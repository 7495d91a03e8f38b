package main

import (
	"context"
	"fmt"

	"jettison/keymap"
)

const mebibyte = 1 << 20

// memoryBar returns the limit of resident memory with n images, in MiB; 0 means no limit.
func memoryBar(n int) int64 {
	switch n {
	case 1000:
		return 35
	case 5000:
		return 45
	case 10000:
		return 70
	}
	return 0
}

func measureMemory(ctx context.Context, b *bench) error {
	for _, n := range b.options.memory {
		var peaks []int64
		for range b.options.trials {
			peak, err := b.peakAt(ctx, n)
			if err != nil {
				return err
			}
			peaks = append(peaks, peak)
		}
		peak := median(peaks)
		what, figure := "peak memory, "+thousands(n)+" images", fmt.Sprintf("%.1f MiB", float64(peak)/mebibyte)
		if bar := memoryBar(n); bar > 0 {
			b.report.add(what, figure, fmt.Sprintf("≤ %d MiB", bar), judge(peak <= bar*mebibyte))
		} else {
			b.report.add(what, figure, "", noBar)
		}
	}
	return nil
}

// peakAt loads everything, scrolls through the list, sorts and filters it, and returns the
// peak of resident memory in bytes.
func (b *bench) peakAt(ctx context.Context, n int) (int64, error) {
	host, stop, err := b.embedded(ctx, n)
	if err != nil {
		return 0, err
	}
	defer stop()
	t, err := b.jettison(ctx, host)
	if err != nil {
		return 0, err
	}
	defer t.close()
	if err := t.awaitQuiet(startQuiet); err != nil {
		return 0, err
	}
	for _, action := range []keymap.Action{keymap.Bottom, keymap.SortReverse, keymap.Top, keymap.Filter} {
		if err := t.do(keymap.InImages, action); err != nil {
			return 0, err
		}
		if err := t.awaitQuiet(startQuiet); err != nil {
			return 0, err
		}
	}
	if _, err := t.write(filterWord); err != nil {
		return 0, err
	}
	if err := t.awaitQuiet(startQuiet); err != nil {
		return 0, err
	}
	return peakMemory(t.command.Process.Pid)
}
