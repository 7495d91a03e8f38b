package words

import (
	"time"

	"github.com/dustin/go-humanize"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
	// A month has 30 days here and a year 365.
	month = 30 * day
	year  = 365 * day
)

// Age returns how long before now a time was, such as "6 weeks", and "now" for one
// that is less than a second ago or yet to come. It is Unknown for the zero time and
// for the epochs that stand for one in the metadata of images.
func Age(now, then time.Time) string {
	if then.IsZero() || then.Unix() <= 0 {
		return Unknown
	}
	if !then.Before(now) {
		return justNow
	}
	return humanize.CustomRelTime(then, now, "", "", ages())
}

// Ago returns how long ago a time was, such as "6 weeks ago" or "just now"; Unknown as
// Age.
func Ago(now, then time.Time) string {
	switch age := Age(now, then); age {
	case Unknown:
		return age
	case justNow:
		return "just now"
	default:
		return age + " ago"
	}
}

const justNow = "now"

func ages() []humanize.RelTimeMagnitude {
	return []humanize.RelTimeMagnitude{
		{D: time.Second, Format: justNow, DivBy: 1},
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
