package sim

import (
	"net/http"
	"strconv"
	"time"
)

// span is the time between two moments, both excluded. A zero moment is no bound.
type span struct{ after, before time.Time }

func (s span) has(at time.Time) bool {
	return (s.after.IsZero() || at.After(s.after)) && (s.before.IsZero() || at.Before(s.before))
}

// built returns when listed images were built: between those that the filters since and
// before name.
func (e *Engine) built(wanted filters) (span, *apiError) {
	var s span
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, name := range wanted["before"] {
		found, err := e.st.find(name)
		if err != nil {
			return s, err
		}
		if s.before.IsZero() || found.image.Created.Before(s.before) {
			s.before = found.image.Created
		}
	}
	for _, name := range wanted["since"] {
		found, err := e.st.find(name)
		if err != nil {
			return s, err
		}
		if found.image.Created.After(s.after) {
			s.after = found.image.Created
		}
	}
	return s, nil
}

// until returns the moment that the filter of this name means in prunes: a date, seconds
// since 1970, or a duration before now. It is zero if the filter is not set.
func (f filters) until(now time.Time) (time.Time, *apiError) {
	values, set := f["until"]
	switch {
	case !set:
		return time.Time{}, nil
	case len(values) != 1:
		return time.Time{}, &apiError{http.StatusBadRequest, "more than one until filter specified"}
	}
	if ago, err := time.ParseDuration(values[0]); err == nil {
		return now.Add(-ago), nil
	}
	if at, err := time.Parse(time.RFC3339Nano, values[0]); err == nil {
		return at, nil
	}
	seconds, err := strconv.ParseFloat(values[0], 64)
	if err != nil {
		return time.Time{}, &apiError{http.StatusInternalServerError, "failed to parse value as time or duration: \"" + values[0] + "\""}
	}
	return time.Unix(0, int64(seconds*float64(time.Second))), nil
}
