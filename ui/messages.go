package ui

import (
	"jettison/model"
)

// Replies carry the generation of what they answer, so that a reply that comes
// after the screen moved on is dropped.
type (
	sessionOpenedMsg struct {
		generation int
		session    Session
		demo       bool
	}
	sessionFailedMsg struct {
		generation int
		problem    *model.Problem
	}
	snapshotArrivedMsg struct {
		generation int
		snapshot   model.Snapshot
	}
	snapshotsEndedMsg struct {
		generation int
		err        error
	}
	// detailsDueMsg says that the cursor has rested on an image.
	detailsDueMsg struct {
		generation int
		id         model.ImageID
	}
	detailsLoadedMsg struct {
		generation int
		id         model.ImageID
		details    *model.Details
		problem    *model.Problem // why there are none
	}
	jobAdvancedMsg struct {
		job    Job
		update model.JobUpdate
	}
	// jobEndedMsg says that nothing more is heard of a job.
	jobEndedMsg struct{ job Job }
	// jobTickedMsg says that time went by in the job that the progress is of.
	jobTickedMsg struct{ progress *model.Progress }

	// agesTickedMsg says that everything has become older.
	agesTickedMsg struct{}

	// freeMeasuredMsg says how many bytes are free on the engine's disk, which the
	// policies are asked with.
	freeMeasuredMsg struct {
		generation int
		bytes      int64
	}

	// noticeExpiredMsg takes a notice off the footer.
	noticeExpiredMsg struct{ serial int }
)
