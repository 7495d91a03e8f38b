package model

import (
	"time"

	"jettison/model/layers"
)

// StepState is the state of a step of a job.
type StepState uint8

// A step waits (for its turn or for its children), runs, and ends in one of
// the other states.
const (
	StepWaiting  StepState = iota
	StepRunning            // the request is under way
	StepDone               // the engine did what the step says
	StepGone               // the thing was already gone: as good as done
	StepPartly             // the engine answered 200 but did less than planned (untagged only)
	StepFailed             // refused or broken; Refusal says why
	StepSkipped            // not tried: the engine changed since the plan, or a child failed
	StepCanceled           // not tried: the job was cancelled first
	StepUnknown            // the connection broke and the engine could not be asked again
)

// Ended reports whether the state is final.
func (s StepState) Ended() bool { return s > StepRunning }

// StepEvent says that a step of a job came into a state.
type StepEvent struct {
	Step     int // its place in the plan
	State    StepState
	At       time.Time
	Untagged []string         // references that went
	Deleted  []ImageID        // images that went
	Layers   []layers.ChainID // layers that went, where the engine lists them
	// Written is the bytes of the writable layer of a container that went, as the engine
	// measured them right before; nil when it did not.
	Written *int64
	Refusal *Refusal // of the states that did not succeed
}

// JobState is the state of a whole job.
type JobState uint8

// A job runs, pauses while the engine can't be reached, and ends.
const (
	JobRunning JobState = iota
	JobPaused
	JobEnded
)

// JobUpdate is a batch of news of a running job.
type JobUpdate struct {
	Events  []StepEvent
	State   JobState
	Problem *Problem  // of JobPaused: why; of JobEnded: why it ended early
	RetryAt time.Time // of JobPaused
	// Backup is the progress of the backup before the first step; nil when it has not
	// changed.
	Backup *BackupProgress
	// Warning is about the job as a whole; nil is none.
	Warning *Warning
}
