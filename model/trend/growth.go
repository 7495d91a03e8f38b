package trend

import (
	"time"

	"jettison/model"
)

// leastCovered is how much time has to lie between samples before anything is said
// about growth.
const leastCovered = day

// point is a number of bytes at a moment.
type point struct {
	at    time.Time
	bytes int64
}

// Growth is how many bytes come each week when nobody cleans up.
type Growth struct {
	Known   bool
	PerWeek int64 // bytes; below zero when it shrinks by little and little
	Why     string
}

// grow measures growth between clean-ups, whoever made them, as Prometheus measures
// the increase of a counter that is reset now and then
// (prometheus.io/docs/prometheus/latest/querying/functions, increase): after a fall
// it counts on from where it fell to. So it is what came between the first and the
// last sample of each time without a clean-up, divided by those times. A line
// fitted to all samples would tell how fast the disk fills in spite of the
// clean-ups; and growth comes in steps, of which a median of slopes sees few.
//
// A clean-up is a fall of more than the band, or what the journal has, which may have
// taken less than came. Smaller falls count as growth below zero, so that bytes that
// come and go don't add up.
func grow(points []point, removals []Removal, band int64) Growth {
	covered := time.Duration(0)
	came := int64(0)
	next := 0 // of removals
	for i := 1; i < len(points); i++ {
		before, now := points[i-1], points[i]
		for next < len(removals) && !removals[next].At.After(before.at) {
			next++
		}
		removed := next < len(removals) && !removals[next].At.After(now.at)
		if removed || before.bytes-now.bytes > band {
			continue // what came meanwhile is hidden by what went
		}
		came += now.bytes - before.bytes
		covered += now.at.Sub(before.at)
	}
	if covered < leastCovered {
		return Growth{Why: whyNoGrowth(points)}
	}
	return Growth{Known: true, PerWeek: int64(float64(came) / covered.Hours() * week.Hours())}
}

func whyNoGrowth(points []point) string {
	if len(points) > 1 && points[len(points)-1].at.Sub(points[0].at) >= leastCovered {
		return "something was cleaned up between nearly all samples"
	}
	return "there are no samples of a whole day"
}

// bandOf is how far a number may fall without a clean-up: a hundredth of the
// largest, which containers that write and remove files stay within.
func bandOf(points []point) int64 {
	largest := int64(0)
	for _, p := range points {
		largest = max(largest, p.bytes)
	}
	return largest / 100
}

// totals are the points of a line; samples that do not know it are left out.
func totals(samples []Sample, of func(*Sample) int64) []point {
	points := make([]point, 0, len(samples))
	for i := range samples {
		if bytes := of(&samples[i]); bytes >= 0 {
			points = append(points, point{at: samples[i].At, bytes: bytes})
		}
	}
	return points
}

// Full is when the disk will be full.
type Full struct {
	Known bool
	Days  int // from now on, whole ones
	At    time.Time
	Never bool   // it is known that it won't be, or not for long
	Why   string // when it is not known, or never
}

// farDays is from how many days on nobody would rely on a date: ten years.
const farDays = 3650

// fills says when the newest sample's free bytes are used up by growth. What else
// grows on the disk is not known.
func fills(newest *Sample, growth Growth, now time.Time) Full {
	switch {
	case newest.Disk.Free < 0:
		return Full{Why: "the engine's disk can't be measured from here"}
	case !growth.Known:
		return Full{Why: growth.Why}
	case growth.PerWeek <= 0:
		return Full{Never: true, Why: "it does not grow"}
	}
	days := float64(newest.Disk.Free) / float64(growth.PerWeek) * week.Hours() / day.Hours()
	if days > farDays {
		return Full{Never: true, Why: "it takes more than ten years"}
	}
	at := newest.At.Add(time.Duration(days * float64(day)))
	return Full{Known: true, Days: max(0, int(at.Sub(now)/day)), At: at}
}

// Removal is a clean-up that the journal knows of.
type Removal struct {
	At     time.Time // when it ended
	Images int       // that were deleted
	AtMost int64     // the sum of their sizes, in bytes
}

// Mark is where clean-ups stand on the line of all bytes: those between the same
// two samples are one.
type Mark struct {
	At       time.Time // of the last of them
	Removals int
	Images   int
	AtMost   int64 // bytes
	// Fell is by how much the line fell there, or model.Unknown where it has no
	// sample after them, or did not fall.
	Fell int64
}

// marks puts removals on the line. Both are in the order of time.
func marks(points []point, removals []Removal) []Mark {
	var found []Mark
	last, place := -1, 0 // of points: the one after the mark before, and after this
	for _, r := range removals {
		for place < len(points) && points[place].at.Before(r.At) {
			place++
		}
		if place == 0 {
			continue // from before there were samples
		}
		if place != last {
			found = append(found, Mark{Fell: model.Unknown})
			if place < len(points) && points[place].bytes < points[place-1].bytes {
				found[len(found)-1].Fell = points[place-1].bytes - points[place].bytes
			}
		}
		last = place
		mark := &found[len(found)-1]
		mark.At = r.At
		mark.Removals++
		mark.Images += r.Images
		mark.AtMost += r.AtMost
	}
	return found
}
