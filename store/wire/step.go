package wire

import (
	"fmt"

	"jettison/model"
)

// Kinds are the names of the kinds of things.
func Kinds() Names[model.Kind] {
	return Names[model.Kind]{
		model.KindUnknown:   "", // never written
		model.KindImage:     "image",
		model.KindContainer: "container",
		model.KindVolume:    "volume",
		model.KindCache:     "cache",
	}
}

// Removals are the names of removing a thing of each kind.
func Removals() Names[model.Kind] {
	return Names[model.Kind]{
		model.KindUnknown:   "", // never written
		model.KindImage:     "delete",
		model.KindContainer: "remove-container",
		model.KindVolume:    "remove-volume",
		model.KindCache:     "remove-cache",
	}
}

// untag is the name of taking a reference of an image away.
const untag = "untag"

// removePlatform is the name of removing one platform of an image.
const removePlatform = "remove-platform"

// Actions returns the names of all actions.
func Actions() []string {
	return append(append([]string{untag}, Removals()[model.KindImage:]...), removePlatform)
}

// Action returns the name of what is done to a thing of a kind. It panics when that
// has no name.
func Action(action model.Action, kind model.Kind) string {
	switch {
	case action == model.ActionUntag && kind == model.KindImage:
		return untag
	case action == model.ActionRemovePlatform && kind == model.KindImage:
		return removePlatform
	case action == model.ActionRemove && kind != model.KindUnknown:
		return Removals().Of(kind)
	}
	panic(fmt.Sprintf("action %d of kind %d has no name", action, kind))
}

// ActionNamed returns what a name says is done, and to which kind of thing; ok is
// false when it is the name of no action.
func ActionNamed(name string) (action model.Action, kind model.Kind, ok bool) {
	if name == untag {
		return model.ActionUntag, model.KindImage, true
	}
	if name == removePlatform {
		return model.ActionRemovePlatform, model.KindImage, true
	}
	kind, ok = Removals().Value(name)
	return model.ActionRemove, kind, ok
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

// AlongBacks are the names of what became of something that a step took along.
func AlongBacks() Names[model.AlongBack] {
	return Names[model.AlongBack]{
		model.AlongUnknown:  "unknown",
		model.AlongRestored: "restored",
		model.AlongDiffers:  "differs",
		model.AlongLost:     "lost",
	}
}

// Verdicts are the names of how a deleted image could be had again.
func Verdicts() Names[model.Verdict] {
	return Names[model.Verdict]{
		model.VerdictNone:        "",
		model.VerdictOnlyCopy:    "only-copy",
		model.VerdictRebuild:     "rebuild",
		model.VerdictAskRegistry: "ask-registry",
		model.VerdictPull:        "pull",
		model.VerdictBackedUp:    "backup",
	}
}

// Source returns what an image was built from, such as
// "https://example.com/api at 3f2a91c"; empty when that is not known.
func Source(s model.Source) string {
	if revision := s.ShortRevision(); revision != "" {
		return s.URL + " at " + revision
	}
	return s.URL
}
