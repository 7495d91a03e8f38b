package model

import "time"

// Listing is what is known of the first image list of an engine before it is there.
type Listing struct {
	// Counted is how many images the engine counts, in its own way: a graphdriver store counts
	// the hidden ones too, the containerd store counts names. 0 or Unknown if it did not tell.
	Counted int64
	// Took is how long the engine took to list them the last time; 0 if that is not known.
	Took time.Duration
}
