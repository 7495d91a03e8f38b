package words

import "jettison/model"

// StepState returns how far a step is, in a word or two.
func StepState(s model.StepState) string {
	switch s {
	case model.StepRunning:
		return "under way"
	case model.StepDone:
		return "done"
	case model.StepGone:
		return "gone"
	case model.StepPartly:
		return "partly"
	case model.StepFailed:
		return "failed"
	case model.StepSkipped:
		return "skipped"
	case model.StepCanceled:
		return "cancelled"
	case model.StepUnknown:
		return "unknown"
	case model.StepWaiting:
	}
	return "waiting"
}

// Verb returns what a step does, in a word.
func Verb(s *model.Step) string {
	switch {
	case s.Action == model.ActionUntag:
		return "untag"
	case s.Stop:
		return "stop"
	case s.Force:
		return "force"
	case s.Removes(model.KindImage):
		return "delete"
	}
	return "remove"
}

// StepResult returns what a step that is done left behind or took along; empty when
// there is nothing to say.
func StepResult(s *model.Step, event *model.StepEvent) string {
	switch {
	case s.Action == model.ActionUntag && len(s.Keeps) > 0:
		return "the image stays as " + s.Keeps[0]
	case s.Action == model.ActionUntag:
		return "the image stays without a name"
	case len(event.Deleted) > 1:
		return "with " + Plural(len(event.Deleted)-1, "untagged parent")
	}
	return ""
}
