package trend

import "time"

// Full is when the disk will be full.
type Full struct {
	Known bool
	Days  int // from now on, whole ones
	At    time.Time
	Never bool   // it is known that it won't be, or not for long
	Why   Reason // when it is not known, or never
}

// farDays is ten years. Nobody would rely on a later date.
const farDays = 3650

// fills returns when growth will have used up the free bytes of the newest
// sample. It knows nothing about other data on the disk.
func fills(newest *Sample, growth Growth, now time.Time) Full {
	switch {
	case newest.Disk.Free < 0:
		return Full{Why: ReasonUnmeasured}
	case !growth.Known:
		return Full{Why: growth.Why}
	case growth.PerWeek <= 0:
		return Full{Never: true, Why: ReasonNoGrowth}
	}
	days := float64(newest.Disk.Free) / float64(growth.PerWeek) * week.Hours() / day.Hours()
	if days > farDays {
		return Full{Never: true, Why: ReasonFar}
	}
	at := newest.At.Add(time.Duration(days * float64(day)))
	return Full{Known: true, Days: max(0, int(at.Sub(now)/day)), At: at}
}
