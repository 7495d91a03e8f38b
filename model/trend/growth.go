package trend

import "time"

// leastCovered is the least time that samples must cover before growth is known.
const leastCovered = day

// point is a number of bytes at a moment.
type point struct {
	at    time.Time
	bytes int64
}

// Growth is the number of bytes added per week if nobody cleans up.
type Growth struct {
	Known   bool
	PerWeek int64  // bytes; below zero when it shrinks by little and little
	Why     Reason // when it is not known
}

// grow measures growth between clean-ups, whoever made them, as Prometheus
// measures the increase of a counter that is sometimes reset
// (prometheus.io/docs/prometheus/latest/querying/functions, increase): after a
// fall it counts on from the lower value. The result is the increase from the
// first to the last sample of each period without a clean-up, divided by the
// length of those periods. A line fitted to all samples would instead tell how
// fast the disk fills despite the clean-ups, and a median of slopes would miss
// growth that comes in steps.
//
// A clean-up is a fall of more than band, or an entry of the journal, which may
// have removed less than was added. Smaller falls count as negative growth, so
// that bytes which come and go don't add up.
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

func whyNoGrowth(points []point) Reason {
	if len(points) > 1 && points[len(points)-1].at.Sub(points[0].at) >= leastCovered {
		return ReasonCleanedUp
	}
	return ReasonFewSamples
}

// bandOf returns how far a number may fall without a clean-up: a hundredth of
// its maximum. Containers that write and remove files stay within that.
func bandOf(points []point) int64 {
	largest := int64(0)
	for _, p := range points {
		largest = max(largest, p.bytes)
	}
	return largest / 100
}

// totals returns the points of a line. It leaves out samples that don't know it.
func totals(samples []Sample, of func(*Sample) int64) []point {
	points := make([]point, 0, len(samples))
	for i := range samples {
		if bytes := of(&samples[i]); bytes >= 0 {
			points = append(points, point{at: samples[i].At, bytes: bytes})
		}
	}
	return points
}
