package wire

import "jettison/model"

// Actions are the names of what a step does.
func Actions() Names[model.StepKind] {
	return Names[model.StepKind]{
		model.StepUntag:           "untag",
		model.StepDelete:          "delete",
		model.StepRemoveContainer: "remove-container",
	}
}

// States are the names of how far a step is.
func States() Names[model.StepState] {
	return Names[model.StepState]{
		model.StepWaiting:  "waiting",
		model.StepRunning:  "under way",
		model.StepDone:     "done",
		model.StepGone:     "gone",
		model.StepPartly:   "partly",
		model.StepFailed:   "failed",
		model.StepSkipped:  "skipped",
		model.StepCanceled: "cancelled",
		model.StepUnknown:  "unknown",
	}
}

// Verdicts are the names of how a deleted image could be had again.
func Verdicts() Names[model.Verdict] {
	return Names[model.Verdict]{
		model.VerdictOnlyCopy:    "only-copy",
		model.VerdictRebuild:     "rebuild",
		model.VerdictAskRegistry: "ask-registry",
		model.VerdictPull:        "pull",
		model.VerdictBackedUp:    "backup",
	}
}
