package query

import (
	"fmt"
	"strings"
	"time"
)

// date is a year, month, day, minute or second, in the place of the person who
// asks unless it says an offset.
type date struct {
	canonical string
	layout    string
}

func (d date) String() string { return d.canonical }

const (
	layoutYear   = "2006"
	layoutMonth  = "2006-01"
	layoutDay    = "2006-01-02"
	layoutMinute = "2006-01-02T15:04"
	layoutSecond = "2006-01-02T15:04:05"
	layoutOffset = "Z07:00"
)

func dateLayouts() []string {
	return []string{
		layoutYear, layoutMonth, layoutDay, layoutMinute, layoutSecond,
		layoutMinute + layoutOffset, layoutSecond + layoutOffset,
	}
}

// looksLikeDate reports whether s begins with a year.
func looksLikeDate(s string) bool {
	digits := 0
	for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	return digits == 4 && (len(s) == 4 || s[4] == '-' || s[4] == '/') ||
		digits > 0 && digits < len(s) && (s[digits] == '-' || s[digits] == '/')
}

func parseDate(s string) (value, *problem) {
	upper := strings.ToUpper(s)
	for _, layout := range dateLayouts() {
		if _, err := time.Parse(layout, upper); err == nil && len(upper) >= len(layoutYear) && !strings.Contains(upper, ",") &&
			!strings.Contains(upper, ".") {
			return date{canonical: upper, layout: layout}, nil
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

// bounds are the first moment of the date and the first one after it.
func (d date) bounds(local *time.Location) (start, end time.Time) {
	start, err := time.ParseInLocation(d.layout, d.canonical, local)
	if err != nil { // parseDate has seen to it
		return time.Time{}, time.Time{}
	}
	switch strings.TrimSuffix(d.layout, layoutOffset) {
	case layoutYear:
		return start, start.AddDate(1, 0, 0)
	case layoutMonth:
		return start, start.AddDate(0, 1, 0)
	case layoutDay:
		return start, start.AddDate(0, 0, 1)
	case layoutMinute:
		return start, start.Add(time.Minute)
	}
	return start, start.Add(time.Second)
}

// accepted are the moments that compare so with the date.
func (d date) accepted(op operator, local *time.Location) interval {
	start, end := d.bounds(local)
	return op.accepts(interval{nanoseconds(start), nanoseconds(end) - 1})
}
