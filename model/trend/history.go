package trend

import "time"

// History holds the samples and removals of an engine. Its slices are read-only.
type History struct {
	Samples  []Sample  // the oldest first
	Removals []Removal // the oldest first
	Skipped  int       // lines that could not be read
	MadeUp   bool      // it is the demo's
}

// Removal is a clean-up in the journal.
type Removal struct {
	At     time.Time // when it ended
	Images int       // that were deleted
	AtMost int64     // the sum of their sizes, in bytes; model.Unknown if one is not known
}
