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

// alone is the problem with a value that stands by itself.
func (p *problem) alone(s string) *Error {
	at := p.at
	if at.end <= at.start || p.suggestion != "" {
		at = span{0, len(s)}
	}
	return newError(s, at, p.suggestion, "%s", p.text)
}
