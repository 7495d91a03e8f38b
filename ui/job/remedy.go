package job

import (
	"slices"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/remedy"
)

// actionOf returns the action that chooses a remedy. There is none to skip a step that has
// ended.
func actionOf(choice model.Remedy) (keymap.Action, bool) {
	action := remedy.Action(choice)
	return action, action != "" && action != keymap.Skip
}

func offers(refusal *model.Refusal, choice model.Remedy) bool {
	return refusal != nil && slices.Contains(refusal.Remedies, choice)
}

// remedyWords says what a remedy for a refused step does.
func (p *Pane) remedyWords(step *model.Step, refusal *model.Refusal, choice model.Remedy) string {
	if choice == model.RemedyForce {
		running := refusal.Kind == model.RefusalRunning || refusal.Kind == model.RefusalStarted
		return words.Force(model.EffectOfForce(p.progress.Plan.Engine, running, step.Tagged()))
	}
	action, _ := actionOf(choice)
	for _, group := range p.keys.Help(keymap.InJob) {
		for _, entry := range group.Entries {
			if entry.Action == action {
				return entry.Text
			}
		}
	}
	return ""
}
