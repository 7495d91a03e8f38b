package words

import (
	"jettison/model"
	"jettison/model/policy"
)

// KeptByPolicy returns why something stays that a policy matches, in a few words.
func KeptByPolicy(k *policy.Kept) string {
	switch k.Reason {
	case policy.ReasonKeep:
		return "kept by " + model.Clean(k.By)
	case policy.ReasonUndecided:
		if k.Untimed {
			return "kept: its tag time is not known, so it can't be told whether it is " + model.Clean(k.By)
		}
		return "kept, since it can't be told whether it is " + model.Clean(k.By)
	case policy.ReasonPinned:
		return "pinned by " + Pin(k.Pin)
	case policy.ReasonNoGain:
		return "no space comes back for it: the image stays"
	case policy.ReasonBudget:
		return "the budget holds without it"
	case policy.ReasonBatch:
	}
	return "for the next run: the batch is full"
}
