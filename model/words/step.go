package words

import (
	"strings"

	"jettison/model"
	"jettison/model/reference"
)

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

// Step returns what a step does and to what, in a line; dot stands between an image and
// its names.
func Step(s *model.Step, dot string) string {
	target := s.Thing.Target()
	verb := "remove"
	switch {
	case s.Action == model.ActionUntag:
		return "untag " + reference.Short(s.Refs[0]) + " " + dot + " image " + target.Short()
	case s.RemovesPlatform():
		return "remove the platform " + ManifestName(s.Platform) + " of " + s.Thing.Called() + " " + dot + " image " + target.Short()
	case target.Kind == model.KindImage && len(s.Refs) == 0:
		return "delete image " + target.Short() + " " + dot + " untagged"
	case target.Kind == model.KindImage:
		return "delete image " + target.Short() + " " + dot + " " + strings.Join(shortRefs(s.Refs), ", ")
	case s.Stop:
		verb = "stop and remove"
	}
	return verb + " the " + Kind(target.Kind) + " " + s.Thing.Called()
}

// Doing returns what a step does while it is under way, such as "removing the container
// web".
func Doing(s *model.Step) string {
	switch {
	case s.Action == model.ActionUntag:
		return "untagging " + strings.Join(shortRefs(s.Refs), ", ")
	case s.RemovesPlatform():
		return "removing the platform " + ManifestName(s.Platform) + " of " + s.Thing.Called()
	case s.Removes(model.KindImage):
		return "deleting the image " + s.Thing.Called()
	}
	return "removing the " + Kind(s.Thing.Target().Kind) + " " + s.Thing.Called()
}

// shortRefs returns references for people to read.
func shortRefs(refs []string) []string {
	short := make([]string, len(refs))
	for i, ref := range refs {
		short[i] = reference.Short(ref)
	}
	return short
}

// ContainerRemoval returns what a step that removes a container is for, and what it
// leaves.
func ContainerRemoval(s *model.Step) string {
	text := "what it has written does not come back; its volumes stay"
	if c := s.Container(); c != nil && Replaced(c) != "" {
		text += "; " + Replaced(c)
	}
	if s.For == nil {
		return text
	}
	return "so that " + s.For.Called() + " can go; " + text
}

// StepResult returns what a step that is done left behind or took along; empty when
// there is nothing to say.
func StepResult(s *model.Step, event *model.StepEvent) string {
	switch {
	case s.Action == model.ActionUntag && len(s.Keeps) > 0:
		return "the image stays as " + reference.Short(s.Keeps[0])
	case s.Action == model.ActionUntag:
		return "the image stays without a name"
	case s.RemovesPlatform():
		return "the image stays with its other platforms"
	case len(event.Deleted) > 1:
		return "with " + Plural(len(event.Deleted)-1, "untagged parent")
	}
	return ""
}
