package modeltest

import (
	"strconv"
	"time"
)

const day = 24 * time.Hour

// containerName is a made-up name of a container, as engines give them.
func (w *World) containerName() string {
	adjectives := [...]string{"brave", "calm", "eager", "gentle", "happy", "keen", "lucid", "nimble", "quiet", "swift", "tidy", "vivid"}
	nouns := [...]string{"anchor", "beacon", "buoy", "compass", "ferry", "harbor", "keel", "lantern", "mast", "rudder", "sail", "tide"}
	return adjectives[w.rand.IntN(len(adjectives))] + "_" + nouns[w.rand.IntN(len(nouns))] + strconv.FormatUint(w.drawn%100, 10)
}

// about is a number within a fifth of n.
func (w *World) about(n int64) int64 {
	return n - n/5 + w.rand.Int64N(max(1, 2*n/5))
}

// ago is a date that many days before now, give or take half a day.
func (w *World) ago(days float64) time.Time {
	d := time.Duration(days * float64(day))
	d += time.Duration(w.rand.Int64N(int64(day))) - day/2
	return w.Now.Add(-max(d, time.Minute)).Truncate(time.Second)
}
