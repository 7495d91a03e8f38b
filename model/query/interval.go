package query

import (
	"fmt"
	"math"
	"time"
)

// interval is an inclusive range of bytes, items, or nanoseconds since 1970.
type interval struct{ low, high int64 }

// accepts returns the numbers x for which "x op value" holds. The value may span
// a range itself, as a day does. opNotEqual accepts no single range; the
// compiler negates opEqual instead.
func (o operator) accepts(value interval) interval {
	switch o {
	case opLess:
		return interval{math.MinInt64, value.low - 1}
	case opLessEqual:
		return interval{math.MinInt64, value.high}
	case opGreater:
		return interval{value.high + 1, math.MaxInt64}
	case opGreaterEqual:
		return interval{value.low, math.MaxInt64}
	case opEqual:
		return value
	default:
		panic(fmt.Sprintf("query: numbers are compared by %q", o))
	}
}

// bounds is a number known to lie between two others, inclusive.
type bounds struct{ low, high int64 }

// exactly returns the bounds of a known number.
func exactly(n int64) bounds { return bounds{n, n} }

// anything returns the bounds of an unknown number.
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

// farSeconds is about 285 years, a little less than what 64 bits of nanoseconds
// can count.
const farSeconds = 9_000_000_000

// nanoseconds converts a moment to nanoseconds since 1970, clamped to 64 bits.
func nanoseconds(t time.Time) int64 {
	switch seconds := t.Unix(); {
	case seconds < -farSeconds:
		return math.MinInt64 + 1
	case seconds > farSeconds:
		return math.MaxInt64 - 1
	}
	return t.UnixNano()
}
