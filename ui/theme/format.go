package theme

import (
	"time"

	"github.com/dustin/go-humanize"

	"jettison/model"
)

// None stands for a value that is not known or does not exist.
const None = "–"

// Size is a number of bytes as "1.2 GB"; None when it is unknown.
func Size(n int64) string {
	if n < 0 {
		return None
	}
	return model.Size(n)
}

// Count is a number with its noun: "1 image", "1,204 images".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return humanize.Comma(int64(n)) + " " + noun + "s"
}

// Age is how long before now a time was, as "3 months"; None for the zero time
// and for the epochs that stand for one in image metadata.
func Age(now, then time.Time) string {
	if then.IsZero() || then.Unix() <= 0 {
		return None
	}
	if !then.Before(now) {
		return "now"
	}
	return humanize.CustomRelTime(then, now, "", "", ages())
}

const (
	day  = 24 * time.Hour
	week = 7 * day
	// The usual lengths: a month of 30 days, a year of 365.
	month = 30 * day
	year  = 365 * day
)

func ages() []humanize.RelTimeMagnitude {
	return []humanize.RelTimeMagnitude{
		{D: time.Second, Format: "now", DivBy: 1},
		{D: 2 * time.Second, Format: "1 sec", DivBy: 1},
		{D: time.Minute, Format: "%d sec", DivBy: time.Second},
		{D: 2 * time.Minute, Format: "1 min", DivBy: 1},
		{D: time.Hour, Format: "%d min", DivBy: time.Minute},
		{D: 2 * time.Hour, Format: "1 hour", DivBy: 1},
		{D: 2 * day, Format: "%d hours", DivBy: time.Hour},
		{D: 2 * week, Format: "%d days", DivBy: day},
		{D: 2 * month, Format: "%d weeks", DivBy: week},
		{D: 2 * year, Format: "%d months", DivBy: month},
		{D: 1<<63 - 1, Format: "%d years", DivBy: year},
	}
}
