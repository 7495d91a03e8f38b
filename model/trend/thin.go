package trend

import "time"

const (
	day  = 24 * time.Hour
	week = 7 * day

	// A sample per hour is kept for the time hourly, one per day for the time
	// daily, and after that one per week.
	hourly = week
	daily  = 365 * day
)

// Thin says which samples of an engine stay, given their times, the oldest
// first: the last of each hour for a week, the last of each day for a year, and
// the last of each week before. Hours, days and weeks are those of UTC, so that
// a change of the time zone moves none of them.
func Thin(at []time.Time, now time.Time) (stays []bool) {
	stays = make([]bool, len(at))
	var later span
	for i := len(at) - 1; i >= 0; i-- {
		in := spanOf(at[i], now)
		stays[i] = i == len(at)-1 || in != later
		later = in
	}
	return stays
}

// span is an hour, a day or a week, numbered since 1970.
type span struct {
	length time.Duration
	number int64
}

// spanOf returns the span of which a sample would be the only one left. A whole
// day belongs to one kind of span.
func spanOf(at, now time.Time) span {
	age := dayOf(now).Sub(dayOf(at))
	length := time.Hour
	switch {
	case age > daily:
		length = week
	case age > hourly:
		length = day
	}
	return span{length, floor(at.Unix(), int64(length/time.Second))}
}

func dayOf(at time.Time) time.Time { return at.UTC().Truncate(day) }

// floor returns a/b rounded down, also for negative a.
func floor(a, b int64) int64 {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}
