package query

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// amount is a number of bytes or of items.
type amount struct {
	canonical string
	value     int64
	equal     interval // what "=" takes: what rounds to the written number
}

func (a amount) String() string { return a.canonical }

// accepted are the numbers that compare so with the amount.
func (a amount) accepted(op operator, _ time.Time) interval {
	if op == opEqual {
		return a.equal
	}
	return op.accepts(interval{a.value, a.value})
}

// maxDigits bounds how long a number may be written.
const maxDigits = 24

// cutNumber cuts a decimal number off the front of s.
func cutNumber(s string) (number, rest string) {
	end, dot := 0, false
	for end < len(s) && ('0' <= s[end] && s[end] <= '9' || s[end] == '.' && !dot) {
		dot = dot || s[end] == '.'
		end++
	}
	return s[:end], s[end:]
}

// canonicalNumber drops leading zeros; decimals stay, since they say how
// precise the number is.
func canonicalNumber(number string) string {
	whole, decimals, dotted := strings.Cut(number, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if dotted && decimals != "" {
		return whole + "." + decimals
	}
	return whole
}

func hasDigit(number string) bool { return strings.ContainsAny(number, "0123456789") }

// byteUnit is the canonical unit and its bytes; unit is in lower case.
func byteUnit(unit string) (canonical string, bytes int64, ok bool) {
	if unit == "" || unit == "b" {
		return "B", 1, true
	}
	power := strings.IndexByte("kmgtpe", unit[0]) + 1
	if power == 0 {
		return "", 0, false
	}
	prefix := strings.ToUpper(unit[:1])
	switch unit[1:] {
	case "", "b":
		bytes = 1
		for range power {
			bytes *= 1000
		}
		if prefix == "K" {
			prefix = "k"
		}
		return prefix + "B", bytes, true
	case "i", "ib":
		return prefix + "iB", 1 << (10 * power), true
	}
	return "", 0, false
}

// leastBare is the least number of bytes that may go without a unit, but for 0: a
// person who writes fewer forgot it, or put a blank before it.
const leastBare = 1000

func parseBytes(s string) (amount, *problem) {
	number, unit := cutNumber(s)
	if !hasDigit(number) || len(number) > maxDigits {
		return amount{}, &problem{text: fmt.Sprintf("%#q is no number of bytes, such as 500MB or 1.5GiB", s)}
	}
	canonical, bytes, ok := byteUnit(strings.ToLower(strings.TrimSpace(unit)))
	if !ok {
		p := &problem{
			text: fmt.Sprintf("unknown unit %#q; bytes are counted in B, kB, MB, GB, TB or KiB, MiB, GiB, TiB", unit),
			at:   span{len(number), len(s)},
		}
		if near, _, ok := byteUnit(strings.ToLower(unit[:1])); ok && len(unit) <= 10 {
			p.suggestion = number + near
		}
		return amount{}, p
	}
	number = canonicalNumber(number)
	if bare, err := strconv.ParseFloat(number, 64); unit == "" && err == nil && bare > 0 && bare < leastBare {
		return amount{}, &problem{
			text:       fmt.Sprintf("%#q has no unit: B, kB, MB, GB, TB or KiB, MiB, GiB, TiB", s),
			suggestion: number + "GB",
		}
	}
	exact, _ := new(big.Rat).SetString(number)
	exact.Mul(exact, new(big.Rat).SetInt64(bytes))
	result, ok := round(exact)
	if !ok || result == math.MaxInt64 {
		return amount{}, &problem{text: fmt.Sprintf("%#q is more than any engine holds", s)}
	}
	return amount{canonical: number + canonical, value: result, equal: rounding(number, exact, bytes)}, nil
}

// rounding is the range of bytes that are shown as number in their unit: rounded
// to as many decimals as were written, and to one at least below 10, as
// model.Size shows them.
func rounding(number string, exact *big.Rat, unit int64) interval {
	whole, written, _ := strings.Cut(number, ".")
	decimals := len(written)
	if len(whole) == 1 {
		decimals = max(1, decimals)
	}
	half := new(big.Rat).SetFrac64(unit, 2)
	for range decimals {
		half.Mul(half, big.NewRat(1, 10))
	}
	low := new(big.Rat).Sub(exact, half)
	high := new(big.Rat).Add(exact, half)
	first, ok := ceil(low)
	if !ok {
		first = math.MinInt64
	}
	last, ok := ceil(high)
	if !ok {
		last = math.MaxInt64
	}
	if last <= first {
		value, _ := round(exact)
		return interval{value, value}
	}
	return interval{first, last - 1}
}

func ceil(r *big.Rat) (int64, bool) {
	quotient, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient.Int64(), quotient.IsInt64()
}

func round(r *big.Rat) (int64, bool) {
	return ceil(new(big.Rat).Sub(r, big.NewRat(1, 2)))
}

func parseCount(s string) (amount, *problem) {
	number, rest := cutNumber(s)
	if rest != "" || !hasDigit(number) || strings.Contains(number, ".") || len(number) > maxDigits {
		return amount{}, &problem{text: fmt.Sprintf("%#q is no whole number", s)}
	}
	number = canonicalNumber(number)
	exact, _ := new(big.Int).SetString(number, 10)
	if !exact.IsInt64() || exact.Int64() == math.MaxInt64 {
		return amount{}, &problem{text: fmt.Sprintf("%#q is too large a number", s)}
	}
	n := exact.Int64()
	return amount{canonical: number, value: n, equal: interval{n, n}}, nil
}

// duration is a length of time.
type duration struct {
	canonical string
	length    time.Duration
	step      time.Duration // the smallest unit written; "=" takes all of it
}

func (d duration) String() string { return d.canonical }

// durationUnit is the length of a unit of time: a month counts 30 days, a year
// 365.
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

// meantUnit is the unit that a word of another language stands for.
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

// maxDuration keeps the moments that are reckoned from now in reach.
const maxDuration = 200 * 365 * 24 * time.Hour

// unitOf is the length of the unit that follows a number in s.
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

func parseAge(s string) (duration, *problem) {
	if looksLikeDate(s) && strings.Contains(s, "-") {
		return duration{}, &problem{text: fmt.Sprintf("%#q is a date, but an age is a duration, such as 30d; created is compared with dates", s)}
	}
	return parseDuration(s)
}

func parseMoment(s string) (quantity, *problem) {
	if looksLikeDate(s) {
		return parseDate(s)
	}
	d, p := parseDuration(s)
	if p != nil {
		if p.suggestion == "" && p.at == (span{}) {
			p.text = fmt.Sprintf("%#q is neither a date, such as 2026-01-31, nor a duration, such as 30d", s)
		}
		return nil, p
	}
	return d, nil
}

// accepted are the moments whose age at now compares so with the duration.
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
	default: // accepts knows no other
	}
	return op.accepts(interval{then, then})
}
