package query

import (
	"math"

	"jettison/model"
)

// truth is a value of Kleene's three-valued logic: what is not known stays so
// under negation, and decides nothing where the rest decides.
type truth int8

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// predicate judges a row. It is safe for concurrent use.
type predicate func(row *model.Row) truth

// bounds is a number that lies between two others, both inclusive.
type bounds struct{ low, high int64 }

func exactly(n int64) bounds { return bounds{n, n} }

// anything is a number of which nothing is known.
func anything() bounds { return bounds{math.MinInt64, math.MaxInt64} }

// in reports whether the number lies in an interval.
func (b bounds) in(i interval) truth {
	switch {
	case i.low <= b.low && b.high <= i.high:
		return yes
	case b.high < i.low || i.high < b.low:
		return no
	}
	return unknown
}
