package query

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"
)

// duration is a length of time.
type duration struct {
	canonical string
	length    time.Duration
	step      time.Duration // the smallest unit written, which "=" takes all of
}

func (d duration) String() string { return d.canonical }

// durationUnit returns the length of a unit of time. A month has 30 days and a
// year 365.
func durationUnit(unit string) (time.Duration, bool) {
	const day = 24 * time.Hour
	switch unit {
	case "s":
		return time.Second, true
	case "m":
		return time.Minute, true
	case "h":
		return time.Hour, true
	case "d":
		return day, true
	case "w":
		return 7 * day, true
	case "mo":
		return 30 * day, true
	case "y":
		return 365 * day, true
	}
	return 0, false
}

// meantUnit returns the unit that another spelling stands for, empty if none.
func meantUnit(unit string) string {
	if unit == "M" {
		return "mo"
	}
	lower := strings.ToLower(unit)
	if _, ok := durationUnit(lower); ok {
		return lower
	}
	singular := strings.TrimSuffix(lower, "s")
	switch singular {
	case "sec", "second":
		return "s"
	case "min", "minute":
		return "m"
	case "hr", "hour":
		return "h"
	case "day":
		return "d"
	case "wk", "week":
		return "w"
	case "mon", "mth", "month":
		return "mo"
	case "yr", "year":
		return "y"
	}
	return ""
}

// parseDuration reads numbers with units, such as 1w3d.
func parseDuration(s string) (duration, *problem) {
	d := duration{step: math.MaxInt64}
	total := new(big.Rat)
	for rest := s; rest != ""; {
		start := len(s) - len(rest)
		number, after := cutNumber(rest)
		unit := after
		if i := strings.IndexFunc(after, func(r rune) bool { return '0' <= r && r <= '9' || r == '.' }); i >= 0 {
			unit = after[:i]
		}
		if !hasDigit(number) || len(number) > maxDigits {
			return d, &problem{text: fmt.Sprintf("%#q is no duration, such as 30d, 2w or 1w3d", s)}
		}
		length, p := unitOf(s, span{start, start + len(number)}, unit)
		if p != nil {
			return d, p
		}
		number = canonicalNumber(number)
		d.canonical += number + unit
		part, _ := new(big.Rat).SetString(number)
		total.Add(total, part.Mul(part, new(big.Rat).SetInt64(int64(length))))
		d.step = min(d.step, length)
		rest = after[len(unit):]
	}
	nanoseconds, ok := round(total)
	if !ok || nanoseconds > int64(maxDuration) {
		return d, &problem{text: fmt.Sprintf("%#q is longer than %d years", s, maxDuration/(365*24*time.Hour))}
	}
	d.length = time.Duration(nanoseconds)
	return d, nil
}

// maxDuration keeps moments that lie that far from now within range.
const maxDuration = 200 * 365 * 24 * time.Hour

// unitOf returns the length of the unit that follows a number in s.
func unitOf(s string, number span, unit string) (time.Duration, *problem) {
	length, ok := durationUnit(unit)
	if ok {
		return length, nil
	}
	end := number.end + len(unit)
	if unit == "" {
		return 0, &problem{
			text:       fmt.Sprintf("%#q has no unit of time: s, m (minutes), h, d, w, mo or y", s),
			suggestion: s[:end] + "d" + s[end:],
		}
	}
	p := &problem{
		text: fmt.Sprintf("unknown unit %#q; time is counted in s, m (minutes), h, d, w, mo and y", unit),
		at:   span{number.end, end},
	}
	if meant := meantUnit(unit); meant != "" {
		p.suggestion = s[:number.end] + meant + s[end:]
	}
	return 0, p
}

// parseAge reads a duration, and explains why a date is none.
func parseAge(s string) (duration, *problem) {
	if looksLikeDate(s) && strings.Contains(s, "-") {
		return duration{}, &problem{text: fmt.Sprintf("%#q is a date, but an age is a duration, such as 30d; created is compared with dates", s)}
	}
	return parseDuration(s)
}

// accepted returns the moments whose age compares with the duration in this way.
func (d duration) accepted(op operator, now time.Time) interval {
	then := nanoseconds(now.Add(-d.length))
	switch op {
	case opLess:
		op = opGreater // younger is later
	case opLessEqual:
		op = opGreaterEqual
	case opGreater:
		op = opLess
	case opGreaterEqual:
		op = opLessEqual
	case opEqual:
		return interval{nanoseconds(now.Add(-d.length-d.step)) + 1, then}
	default: // accepts refuses it
	}
	return op.accepts(interval{then, then})
}
