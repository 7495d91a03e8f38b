package words

import (
	"cmp"

	"jettison/model"
)

// refusalNotTried returns why a step was not begun.
func refusalNotTried(r *model.Refusal) (text, advice string) {
	switch r.Kind {
	case model.RefusalDependency:
		if r.Before == nil {
			return "A step that must be done before did not succeed.", "Solve that one first."
		}
		return "Something that must be done before did not succeed: " + Doing(r.Before) + ".", "Solve that one first."
	case model.RefusalCanceled:
		return "Not tried: the job was cancelled.", ""
	case model.RefusalProgramEnded:
		return "Not tried: the program was ended.", ""
	case model.RefusalEngineAway:
		return "Not tried: the engine did not come back.", ""
	case model.RefusalNotAsked:
		return "Not tried: the connection broke before the engine was asked.", ""
	case model.RefusalBusy:
		return "Not tried: a clean-up of this engine is under way.", "Wait until it is done."
	case model.RefusalStale:
		return "Not tried: a clean-up of this engine ran since the plan was made.",
			"Make the plan anew, of what is there now."
	case model.RefusalUnlistedUsers:
		return "Not tried: the engine could not say what uses the image, as its containers could not be listed (" +
			ProblemLine(r.Problem) + ").", "Plan it again when they can be."
	default:
	}
	return "", ""
}

// refusalBackup returns why an image is left that should be saved first.
func refusalBackup(r *model.Refusal) (text, advice string) {
	switch r.Kind {
	case model.RefusalBackupGone:
		return "It was not removed: its backup is not there any more, or was cut off, since the plan was made.",
			"Plan it again, to back it up anew or to remove it all the same."
	case model.RefusalBackupCanceled:
		return "The backup was cancelled, and nothing was removed.", ""
	case model.RefusalBackupFailed:
		explained := Problem(r.Problem)
		return explained.Line() + ".", explained.Advice
	case model.RefusalNoArchive:
		return "It was not backed up, and so not removed: backups hold only images.", "Remove it without a backup."
	case model.RefusalUnsavable:
		return "It was not backed up, and so not removed: the image has the same layer twice, and " + r.Engine.Product + " " +
				r.Engine.Version + " would keep its layers on the disk for good if it saved it.",
			"Remove it without a backup; the engine's containerd store has no such fault."
	case model.RefusalNotSaved:
		explained := Problem(r.Problem)
		return "It was not backed up, and so not removed. " + explained.Line() + ".",
			cmp.Or(explained.Advice, "Remove it without a backup, if you need it no more.")
	case model.RefusalPartlySaved:
		return "It was not removed: the engine saved only a part of it.", "Plan it again, or remove it without a backup."
	default:
	}
	return "", ""
}
