package query

import (
	"math/big"
	"strings"
)

// maxDigits bounds the length of a number.
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

// canonicalNumber drops leading zeros. It keeps decimals, which say how precise
// the number is.
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

// ceil rounds up; ok is false when the result does not fit.
func ceil(r *big.Rat) (n int64, ok bool) {
	quotient, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient.Int64(), quotient.IsInt64()
}

// round rounds to the nearest whole number; ok is false when it does not fit.
func round(r *big.Rat) (n int64, ok bool) {
	return ceil(new(big.Rat).Sub(r, big.NewRat(1, 2)))
}
