package policy

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/query"
)

// Filter is a rule that keeps images under every policy.
type Filter struct {
	Text  string // as it was written
	Query *query.Query
}

// ParsePruneFilter turns an entry of pruneFilters, which docker's command line
// reads from its config.json for every prune, into a query for what it keeps:
//
//	label!=x, label!=x=y   keeps images with the label
//	label=x, label=x=y     keeps images without the label
//	until=24h, until=DATE  keeps images that were built since then
//
// Each of several entries keeps what it matches. Docker keeps less if label!= is
// given twice: only what has both labels. A date without an offset is in the
// location of now. ok is false for an entry without "=", which docker ignores too.
func ParsePruneFilter(text string, now time.Time) (filter Filter, ok bool, err error) {
	key, value, ok := strings.Cut(text, "=")
	if !ok {
		return Filter{}, false, nil
	}
	var rule string
	switch key {
	case "label":
		rule = "-label=" + quote(value)
	case "label!":
		rule = "label=" + quote(value)
	case "until":
		if rule, err = since(value, now); err != nil {
			return Filter{}, false, err
		}
	default:
		return Filter{}, false, fmt.Errorf("%q is no filter for images: docker knows label, label! and until", model.Clean(key))
	}
	q, err := query.Parse(rule)
	if err != nil {
		return Filter{}, false, fmt.Errorf("%q can't be read: %w", model.Clean(text), err)
	}
	return Filter{Text: text, Query: q}, true, nil
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// since returns the query for what was built since a moment in one of the forms
// that an engine reads: a duration of Go's, a Unix time or a date (moby, api/types/time,
// timestamp.go).
func since(value string, now time.Time) (string, error) {
	if length, err := time.ParseDuration(value); err == nil && length >= 0 {
		// Rounded up, since the language counts whole seconds.
		return fmt.Sprintf("age<%ds", int64((length+time.Second-1)/time.Second)), nil
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds >= 0 && seconds < math.MaxInt32*100 {
		return built(time.Unix(int64(seconds), 0)), nil
	}
	for _, layout := range []string{
		"2006-01-02", "2006-01-02T15", "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04:05.999999999",
		"2006-01-02Z07:00", "2006-01-02T15Z07:00", "2006-01-02T15:04Z07:00", time.RFC3339, time.RFC3339Nano,
	} {
		if at, err := time.ParseInLocation(layout, value, now.Location()); err == nil {
			return built(at), nil
		}
	}
	return "", fmt.Errorf("until=%s is neither a duration, such as 24h, nor a date, such as 2026-01-31", model.Clean(value))
}

func built(since time.Time) string { return "created>=" + since.UTC().Format("2006-01-02T15:04:05Z") }
