package words

import (
	"fmt"

	"jettison/model"
)

// problemCleanup explains why a clean-up ended early or did not begin.
func problemCleanup(p *model.Problem) Explanation {
	const backup = "The backup failed, and nothing was removed"
	switch p.Reason {
	case model.ReasonGaveUp:
		e := Explanation{
			What:   fmt.Sprintf("The engine did not come back within %s, so the removal ended early", p.Waited),
			Advice: "When the engine is back, look at what is left and plan again.",
		}
		if p.Cause != nil {
			e.Why = Problem(p.Cause).What
		}
		return e
	case model.ReasonBusy:
		holder := "another process has the lock"
		if p.Process != 0 {
			holder = fmt.Sprintf("%s, process %d, for %s", p.Text, p.Process, p.Runs)
		}
		return Explanation{What: "Another clean-up of this engine is under way: " + holder, Advice: "Wait until it is done."}
	case model.ReasonStale:
		return Explanation{
			What:   "A clean-up of this engine ran since the plan was made",
			Advice: "Make the plan anew, of what is there now.",
		}
	case model.ReasonBackup:
		return Explanation{What: backup, Why: p.Text}
	case model.ReasonBackupRoom:
		return Explanation{backup, p.Text, "Make room there, choose another folder with backup_folder in the configuration, or save less."}
	default:
	}
	return Explanation{}
}

// problemJournal explains why what was removed before is not known.
func problemJournal(p *model.Problem) Explanation {
	switch p.Reason {
	case model.ReasonNoJournal:
		return Explanation{What: "There is no place for a journal of what is removed", Advice: "Set HOME or XDG_STATE_HOME, and start again."}
	case model.ReasonJournal:
		return Explanation{What: "The journal could not be read", Why: p.Text}
	default:
	}
	return Explanation{}
}

// problemPolicy explains why a policy selects nothing.
func problemPolicy(p *model.Problem) Explanation {
	const budget = "The budget can't be checked"
	switch p.Reason {
	case model.ReasonContainers:
		return Explanation{
			"The policy can't be applied", "the engine has not told its containers",
			"Nothing is removed without knowing what is in use. Try again once the containers are listed.",
		}
	case model.ReasonUsage:
		return Explanation{
			budget, "the engine has not told how many bytes its images take",
			"Leave max_total out, or try again once the disk usage is known.",
		}
	case model.ReasonFreeSpace:
		return Explanation{
			budget, "it is not known how much of the engine's disk is free",
			"min_free needs an engine on this machine; data_root says where it keeps its data if it does not tell. max_total needs neither.",
		}
	case model.ReasonReclaimUncertain:
		return Explanation{
			budget, "it may be that no bytes come back",
			"What the build cache keeps comes back with docker builder prune. " +
				"Where an engine does not tell what images share, use a policy without a budget.",
		}
	default:
	}
	return Explanation{}
}
