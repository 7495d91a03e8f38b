package query

import "time"

// ParseBytes reads a number of bytes as in a query, such as "20GB" or "1.5GiB".
// Every error is an *Error whose query is s.
func ParseBytes(s string) (int64, error) {
	n, p := parseBytes(s)
	if p != nil {
		return 0, p.alone(s)
	}
	return n.value, nil
}

// ParseDuration reads a length of time as in a query, such as "7d" or "1w3d".
// Every error is an *Error whose query is s.
func ParseDuration(s string) (time.Duration, error) {
	if s == "" {
		return 0, newError(s, span{}, "", "a duration is missing, such as 30d, 2w or 1w3d")
	}
	d, p := parseDuration(s)
	if p != nil {
		return 0, p.alone(s)
	}
	return d.length, nil
}

// quantity is a value that numbers are compared with.
type quantity interface {
	value
	// accepted returns the numbers that compare with the value in this way, in
	// bytes, items, or nanoseconds since 1970.
	accepted(op operator, now time.Time) interval
}
