package modeltest

import "time"

// Developer is the engine of a working developer.
func Developer(seed uint64, now time.Time) *World {
	return Many(250, seed, now)
}
