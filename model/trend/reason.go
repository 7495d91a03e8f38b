package trend

// Reason is why a figure is not known.
type Reason uint8

// The reasons.
const (
	ReasonNone       Reason = iota // it is known
	ReasonFewSamples               // the samples don't cover a whole day
	ReasonCleanedUp                // something was cleaned up between nearly all samples
	ReasonUnmeasured               // the engine's disk can't be measured from here
	ReasonNoGrowth                 // the disk does not fill up: nothing grows
	ReasonFar                      // the disk is full in more than ten years
)
