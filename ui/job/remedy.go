package job

import (
	"slices"

	"jettison/keymap"
	"jettison/model"
)

// remedyOf is the remedy that an action chooses.
func remedyOf(action keymap.Action) model.Remedy {
	switch action {
	case keymap.RemoveStopped:
		return model.RemedyRemoveStopped
	case keymap.StopRemove:
		return model.RemedyStopRemove
	case keymap.MarkDescendants:
		return model.RemedyMarkDescendants
	case keymap.MarkReferences:
		return model.RemedyMarkReferences
	case keymap.UntagOnly:
		return model.RemedyUntag
	case keymap.Force:
		return model.RemedyForce
	default:
	}
	return model.RemedyNone
}

// actionOf is the action that chooses a remedy. An ended step can't be
// skipped any more, so RemedySkip has none.
func actionOf(remedy model.Remedy) (keymap.Action, bool) {
	for _, action := range []keymap.Action{
		keymap.RemoveStopped, keymap.StopRemove, keymap.MarkDescendants, keymap.MarkReferences, keymap.UntagOnly, keymap.Force,
	} {
		if remedyOf(action) == remedy {
			return action, true
		}
	}
	return "", false
}

func offers(refusal *model.Refusal, remedy model.Remedy) bool {
	return refusal != nil && slices.Contains(refusal.Remedies, remedy)
}

// remedyWords say what a remedy for a refused step does.
func (p *Pane) remedyWords(step *model.Step, refusal *model.Refusal, remedy model.Remedy) string {
	if remedy == model.RemedyForce {
		running := refusal.Kind == model.RefusalRunning
		return model.EffectOfForce(p.progress.Plan.Engine.Store, running, len(step.Image.Tags) > 0).Words()
	}
	action, _ := actionOf(remedy)
	for _, group := range p.keys.Help(keymap.InJob) {
		for _, entry := range group.Entries {
			if entry.Action == action {
				return entry.Text
			}
		}
	}
	return ""
}
