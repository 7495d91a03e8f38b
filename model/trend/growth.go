package trend

import "time"

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
