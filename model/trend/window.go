package trend

import "time"

// Window is how much of a history is looked at.
type Window uint8

// The windows, from the shortest on.
const (
	Week Window = iota
	Month
	Quarter
	Year
	All
	WindowCount
)

// String is the window's name.
func (w Window) String() string {
	return [...]string{"week", "month", "quarter", "year", "all", ""}[min(w, WindowCount)]
}

// Length is how long the window is; zero for All.
func (w Window) Length() time.Duration {
	return [...]time.Duration{week, 30 * day, 91 * day, 365 * day, 0, 0}[min(w, WindowCount)]
}
