package model

import "time"

// RestoreEvent says how far a step of a RestorePlan is.
type RestoreEvent struct {
	Step  int // its place in the RestorePlan
	State StepState
	At    time.Time
	// Doing is what goes on, and Done of Total its bytes, where they are known.
	Doing       RestoreActivity
	Done, Total int64
	// LayersDone of Layers are complete, of RestorePulling; Layers is 0 while they are
	// not known.
	LayersDone, Layers int
	Tagged             []string // names that were given
	// Differs is what is not as it was before, although the step is done; empty when
	// the image and its names are the same.
	Differs []Difference
	Failure *RestoreFailure // of a step that did not succeed
}

// RestoreActivity is what goes on in a step that is under way.
type RestoreActivity uint8

// The activities.
const (
	RestoreIdle RestoreActivity = iota
	RestoreLoading
	RestorePulling
)

// DifferenceKind is how what came back differs from what was.
type DifferenceKind uint8

// The differences.
const (
	DifferentImage  DifferenceKind = iota // Image came back instead of Was
	NameMissing                           // the image has no Name
	NameTaken                             // Name is the other image Image, and stays that
	DigestMissing                         // the image is not known as the digest Name
	PulledInstead                         // it was pulled, as it could not be loaded, for Failure
	ManifestMissing                       // Manifest of the image was available, and is not any more
)

// Difference is something that is not as it was before a removal.
type Difference struct {
	Kind       DifferenceKind
	Name       string
	Image, Was ImageID
	Failure    *RestoreFailure
	Manifest   Manifest
}

// RestoreFailureKind is why a step was not taken back.
type RestoreFailureKind uint8

// The failures.
const (
	RestoreFailed      RestoreFailureKind = iota // for Problem
	RestoreCanceled                              // it was cancelled
	RestoreUnsupported                           // this version brings nothing of the kind back
	RestoreBusy                                  // a clean-up of the engine is under way
)

// RestoreFailure is why a step was not taken back. Nobody changes it.
type RestoreFailure struct {
	Kind    RestoreFailureKind
	Problem *Problem
	// Pulled is whether a pull was tried too, and failed.
	Pulled bool
}
