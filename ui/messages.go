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
	// pagerClosedMsg tells that the terminal is back from a pager, or why there was none.
	pagerClosedMsg struct{ err error }
	jobAdvancedMsg struct {
		job    Job
		update model.JobUpdate
	}
	// jobEndedMsg tells that a job has no more updates.
	jobEndedMsg struct{ job Job }
	// jobMeasuredMsg brings the engine before and after the job with this progress; nil
	// where it was not measured.
	jobMeasuredMsg struct {
		progress      *model.Progress
		before, after *model.Inventory
	}
	// jobTickedMsg redraws the clock of the job with this progress.
	jobTickedMsg struct{ progress *model.Progress }

	// removalsReadMsg brings the journal; only the newest read counts.
	removalsReadMsg struct {
		generation, serial int
		content            *recovery.Content
		read               bool // anew, not only judged
	}
	restoreAdvancedMsg struct {
		job    RestoreJob
		update model.RestoreUpdate
	}
	// restoreEndedMsg tells that a restoration has no more updates; restoreTickedMsg
	// redraws its clock.
	restoreEndedMsg  struct{ job RestoreJob }
	restoreTickedMsg struct{ job RestoreJob }

	// agesTickedMsg redraws the ages.
	agesTickedMsg struct{}

	// policiesEvaluatedMsg brings what each policy would remove from an inventory, and the
	// bytes that were free on the engine's disk.
	policiesEvaluatedMsg struct {
		generation  int
		inventory   *model.Inventory
		evaluations []evaluation
		free        int64
	}

	// policyReplannedMsg brings the same for a policy whose plan was stale.
	policyReplannedMsg struct {
		policy    int // its place in the list
		stale     *stalePlan
		evaluated policiesEvaluatedMsg
	}

	// pinFailedMsg tells that a change of the pins could not be saved; pinsReadMsg brings
	// the pins as saved.
	pinFailedMsg struct{ err error }
	pinsReadMsg  struct {
		generation int
		rules      []pin.Rule
		err        error
	}

	// sampleRecordedMsg tells that a sample of the disk usage was saved, or why not;
	// trendsReadMsg brings what the samples show.
	sampleRecordedMsg struct {
		generation int
		err        error
	}
	trendsReadMsg struct {
		generation int
		content    *trends.Content
	}

	// registriesAnsweredMsg brings the registries' answers for a plan.
	registriesAnsweredMsg struct {
		plan    *plan.Pane
		answers model.RegistryAnswers
		err     error
	}

	// interruptedResolvedMsg tells of how many steps of interrupted removals the outcome
	// was found out.
	interruptedResolvedMsg struct{ generation, steps int }

	// noticeExpiredMsg removes a notice from the footer.
	noticeExpiredMsg struct{ serial int }
)
