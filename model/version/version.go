package version

import "strings"

// Compare orders tags as versions, the way `sort -V` of GNU coreutils
// does (manual, "Version sort ordering"): runs of digits compare as numbers of
// any length, letters sort before other characters, and "~" sorts before
// everything, the end of the text included, so that "1.0~rc1" comes before
// "1.0". As there, "1.0-rc1" comes after "1.0", a "v" is a letter like any
// other, and a trailing file suffix such as ".tar.gz" counts only between
// otherwise equal texts.
//
// The result is negative, zero or positive. The order is total: only equal
// texts compare as zero, because versions that are equal as numbers ("1.0" and
// "1.00") are ordered by their bytes.
func Compare(a, b string) int {
	if a == b {
		return 0
	}
	if c := compareDotted(a, b); c != 0 {
		return c
	}
	if c := compareRuns(a[:versionStem(a)], b[:versionStem(b)]); c != 0 {
		return c
	}
	if c := compareRuns(a, b); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// compareDotted puts the empty text first, then ".", "..", other texts that
// begin with a dot, and all the rest; zero leaves the order to the versions.
func compareDotted(a, b string) int {
	return dottedClass(a) - dottedClass(b)
}

func dottedClass(s string) int {
	switch {
	case s == "":
		return 0
	case s == ".":
		return 1
	case s == "..":
		return 2
	case s[0] == '.':
		return 3
	}
	return 4
}

// versionStem is the length of s without its file suffixes: at its end, any
// number of parts that are a dot, a letter or "~", and letters, digits or "~".
// The first character never belongs to a suffix.
func versionStem(s string) int {
	stem := len(s)
	for end := len(s); ; {
		dot := end - 1
		for dot > 0 && (isLetter(s[dot]) || isDigit(s[dot]) || s[dot] == '~') {
			dot--
		}
		if dot <= 0 || dot == end-1 || s[dot] != '.' || isDigit(s[dot+1]) {
			return stem
		}
		stem, end = dot, dot
	}
}

// compareRuns compares by turns a run of other characters and a run of digits.
func compareRuns(a, b string) int {
	for a != "" || b != "" {
		for startsWithOther(a) || startsWithOther(b) {
			if c := weight(a) - weight(b); c != 0 {
				return c
			}
			a, b = a[1:], b[1:]
		}
		var x, y string
		x, a = cutNumber(a)
		y, b = cutNumber(b)
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		if c := strings.Compare(x, y); c != 0 {
			return c
		}
	}
	return 0
}

func startsWithOther(s string) bool { return s != "" && !isDigit(s[0]) }

// weight is the place of a first character among those that are no digits.
// The end of the text and a digit, which ends a run, sort after "~" only.
func weight(s string) int {
	switch {
	case s == "":
		return 1
	case s[0] == '~':
		return 0
	case isDigit(s[0]):
		return 2
	case isLetter(s[0]):
		return int(s[0])
	}
	return int(s[0]) + 256
}

// cutNumber cuts the digits off the front of s and drops their leading zeros.
func cutNumber(s string) (number, rest string) {
	end := 0
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	return strings.TrimLeft(s[:end], "0"), s[end:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
