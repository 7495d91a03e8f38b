package query

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"
)

// amount is a number of bytes or of items.
type amount struct {
	canonical string
	value     int64
	equal     interval // what rounds to the number as written
}

func (a amount) String() string { return a.canonical }

// accepted returns the numbers that compare with the amount in this way.
func (a amount) accepted(op operator, _ time.Time) interval {
	if op == opEqual {
		return a.equal
	}
	return op.accepts(interval{a.value, a.value})
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
