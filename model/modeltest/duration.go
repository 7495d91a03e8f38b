package modeltest

import (
	"fmt"
	"time"
)

// howLong puts a duration in the words of the engine's container list
// (github.com/docker/go-units, HumanDuration).
func howLong(d time.Duration) string {
	const week, month, year = 7 * day, 30 * day, 365 * day
	hours := d.Round(time.Hour)
	switch {
	case d < time.Second:
		return "Less than a second"
	case d < 2*time.Second:
		return "1 second"
	case d < time.Minute:
		return fmt.Sprintf("%d seconds", d/time.Second)
	case d < 2*time.Minute:
		return "About a minute"
	case d < time.Hour:
		return fmt.Sprintf("%d minutes", d/time.Minute)
	case hours == time.Hour:
		return "About an hour"
	case hours < 2*day:
		return fmt.Sprintf("%d hours", hours/time.Hour)
	case hours < 2*week:
		return fmt.Sprintf("%d days", hours/day)
	case hours < 2*month:
		return fmt.Sprintf("%d weeks", hours/week)
	case hours < 2*year:
		return fmt.Sprintf("%d months", hours/month)
	}
	return fmt.Sprintf("%d years", d/year)
}
