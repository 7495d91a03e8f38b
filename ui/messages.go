package ui

import (
	"jettison/model"
	"jettison/model/pin"
	"jettison/ui/plan"
	"jettison/ui/recovery"
	"jettison/ui/trends"
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

	// removalsReadMsg says what was removed before; of several reads the newest counts.
	removalsReadMsg struct {
		generation, serial int
		content            *recovery.Content
		read               bool // anew, not only judged
	}
	restoreAdvancedMsg struct {
		job    RestoreJob
		update model.RestoreUpdate
	}
	// restoreEndedMsg says that nothing more is heard of a restoration, and
	// restoreTickedMsg that time went by in it.
	restoreEndedMsg  struct{ job RestoreJob }
	restoreTickedMsg struct{ job RestoreJob }

	// agesTickedMsg says that everything has become older.
	agesTickedMsg struct{}

	// policiesWeighedMsg says what each policy removes from an inventory, and how
	// many bytes were free on the engine's disk.
	policiesWeighedMsg struct {
		generation int
		inventory  *model.Inventory
		weighed    []weighed
		free       int64
	}

	// policyReplannedMsg says what the policies remove now, of which one is planned again.
	policyReplannedMsg struct {
		policy  int // its place in the list
		backup  model.BackupChoice
		weighed policiesWeighedMsg
	}

	// pinFailedMsg says that a change of the pins could not be kept, and pinsReadMsg
	// what is pinned by now.
	pinFailedMsg struct{ err error }
	pinsReadMsg  struct {
		generation int
		rules      []pin.Rule
		err        error
	}

	// sampleRecordedMsg says that a sample of the disk was kept, or why not, and
	// trendsReadMsg what the samples tell.
	sampleRecordedMsg struct {
		generation int
		err        error
	}
	trendsReadMsg struct {
		generation int
		content    *trends.Content
	}

	// registriesAnsweredMsg is what registries said for a plan.
	registriesAnsweredMsg struct {
		plan    *plan.Pane
		answers model.RegistryAnswers
		err     error
	}

	// interruptedResolvedMsg says for how many steps of interrupted removals it was looked
	// up how they ended.
	interruptedResolvedMsg struct{ generation, steps int }

	// noticeExpiredMsg takes a notice off the footer.
	noticeExpiredMsg struct{ serial int }
)
