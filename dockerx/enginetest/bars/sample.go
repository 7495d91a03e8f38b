package main

import (
	"cmp"
	"slices"
	"time"
)

// sample holds repeated measurements of the same thing.
type sample []time.Duration

func (s sample) median() time.Duration { return median(s) }

// percentile returns the p-th percentile, or 0 if there are no values.
func (s sample) percentile(p int) time.Duration { return percentile(s, p) }

func median[T cmp.Ordered](values []T) T { return percentile(values, 50) }

func percentile[T cmp.Ordered](values []T, p int) T {
	if len(values) == 0 {
		var none T
		return none
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}
