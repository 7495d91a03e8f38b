package trend

import "time"

const (
	day  = 24 * time.Hour
	week = 7 * day

	// hourly and daily are how long one sample an hour and one a day are kept; of
	// older ones it is one a week.
	hourly = week
	daily  = 365 * day
)

// Thin says which of the samples of one engine stay, by their times, the oldest
// first: the last of every hour of the past week, the last of every day of the past
// year, the last of every week before. Hours, days and weeks are those of UTC, so
// that a clock that is set otherwise moves none of them.
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

// span is an hour, a day or a week, by its number since 1970.
type span struct {
	length time.Duration
	number int64
}

// spanOf is what a sample is the only one of. Days belong to one kind of span as a
// whole.
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

// floor is a/b rounded down, also for times before 1970.
func floor(a, b int64) int64 {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}
