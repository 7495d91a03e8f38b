package query

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// byteUnit returns the canonical name of a unit, written in lower case, and its
// number of bytes.
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

// leastBare is the smallest number of bytes, apart from 0, that needs no unit.
// Whoever writes a smaller one forgot the unit, or put a space before it.
const leastBare = 1000

// parseBytes reads a number of bytes with its unit.
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

// rounding returns the range of bytes that are shown as number: rounded to the
// decimals that were written, and below 10 to at least one, as model.Size does.
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
