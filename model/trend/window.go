package trend

import "time"

// Window is a length of history to look at.
type Window uint8

// The windows, the shortest first.
const (
	Week Window = iota
	Month
	Quarter
	Year
	All
	WindowCount
)

// Length returns how long the window is; 0 for All.
func (w Window) Length() time.Duration {
	return [...]time.Duration{week, 30 * day, 91 * day, 365 * day, 0, 0}[min(w, WindowCount)]
}
