package query

import "time"

// ParseBytes reads a number of bytes as queries write it, such as "20GB" or
// "1.5GiB". Every error is an *Error whose query is the text.
func ParseBytes(s string) (int64, error) {
	n, p := parseBytes(s)
	if p != nil {
		return 0, p.alone(s)
	}
	return n.value, nil
}

// ParseDuration reads a length of time as queries write it, such as "7d" or
// "1w3d". Every error is an *Error whose query is the text.
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
	// accepted are the numbers that compare so with the value: bytes, items, or
	// nanoseconds since 1970.
	accepted(op operator, now time.Time) interval
}
