package query

import (
	"fmt"
	"strings"
	"time"
)

// date is a year, month, day, minute or second. It is in the time zone of the
// person who asks, unless it has an offset.
type date struct {
	canonical string
	dateLayout
}

func (d date) String() string { return d.canonical }

// dateLayout is a way to write a date, and the time that such a date spans.
type dateLayout struct {
	layout              string // for the time package
	years, months, days int
	length              time.Duration
}

func dateLayouts() []dateLayout {
	return []dateLayout{
		{layout: "2006", years: 1},
		{layout: "2006-01", months: 1},
		{layout: "2006-01-02", days: 1},
		{layout: "2006-01-02T15:04", length: time.Minute},
		{layout: "2006-01-02T15:04:05", length: time.Second},
		{layout: "2006-01-02T15:04Z07:00", length: time.Minute},
		{layout: "2006-01-02T15:04:05Z07:00", length: time.Second},
	}
}

// looksLikeDate reports whether s begins like a date: with a year, or with a
// number before a dash or a slash.
func looksLikeDate(s string) bool {
	digits := 0
	for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	return digits == 4 && (len(s) == 4 || s[4] == '-' || s[4] == '/') ||
		digits > 0 && digits < len(s) && (s[digits] == '-' || s[digits] == '/')
}

// parseDate reads a date in one of the layouts.
func parseDate(s string) (quantity, *problem) {
	upper := strings.ToUpper(s)
	for _, layout := range dateLayouts() {
		if _, err := time.Parse(layout.layout, upper); err == nil && len(upper) >= len("2006") && !strings.Contains(upper, ",") &&
			!strings.Contains(upper, ".") {
			return date{canonical: upper, dateLayout: layout}, nil
		}
	}
	p := &problem{text: fmt.Sprintf("%#q is no date; write it as 2026-01-31, 2026-01 or 2026-01-31T12:00", s)}
	if slashed := strings.ReplaceAll(upper, "/", "-"); slashed != upper {
		if v, other := parseDate(slashed); other == nil {
			p.suggestion = v.String()
		}
	}
	return nil, p
}

// bounds returns the first moment of the date and the first one after it.
func (d date) bounds(local *time.Location) (start, end time.Time) {
	start, err := time.ParseInLocation(d.layout, d.canonical, local)
	if err != nil { // parseDate has tried it
		return time.Time{}, time.Time{}
	}
	return start, start.AddDate(d.years, d.months, d.days).Add(d.length)
}

// accepted returns the moments that compare with the date in this way.
func (d date) accepted(op operator, now time.Time) interval {
	start, end := d.bounds(now.Location())
	return op.accepts(interval{nanoseconds(start), nanoseconds(end) - 1})
}

// parseMoment reads a date, or a duration before now.
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
