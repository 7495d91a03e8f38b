package words

import (
	"fmt"
	"strings"

	"jettison/model"
)

// refusalInUse returns what an engine says that holds the thing.
func refusalInUse(r *model.Refusal) (text, advice string) {
	switch r.Kind {
	case model.RefusalRunning:
		return "The running container " + firstContainer(r) + " uses the image.",
			"Stop and remove the container first; even force does not delete an image that runs."
	case model.RefusalStopped:
		return "The stopped container " + firstContainer(r) + " was created from the image.", "Remove the container first."
	case model.RefusalInUse:
		return "The container " + firstContainer(r) + " uses the image.", "Remove the container first."
	case model.RefusalChildren:
		return "Other images were built on the image, and the engine does not delete it before them.",
			"Remove the images built on it too, or only untag this one."
	case model.RefusalUnlisted:
		return "The container " + firstContainer(r) + " uses the image, and the plan does not know it: it is new, or belongs to a build and stands in no plain list.",
			"`podman ps -a --external` lists it, and `podman rm -f " + firstContainer(r) + "` removes it."
	case model.RefusalReferences:
		if len(r.Refs) > 0 {
			return "The image has more references than the plan lists: " + strings.Join(shortRefs(r.Refs), ", ") + ".",
				"Mark its other references too, or take only some of them away."
		}
		return "The image has more references than the plan lists.",
			"Mark its other references too, or take only some of them away."
	case model.RefusalStarted:
		return "The container " + firstContainer(r) + " was started or paused while it was to be removed.",
			"Stop and remove it, or leave it alone."
	default:
	}
	return "", ""
}

// refusalAnswer returns what an answer means that does not say what holds the thing.
func refusalAnswer(r *model.Refusal) (text, advice string) {
	switch r.Kind {
	case model.RefusalServer:
		return fmt.Sprintf("The engine failed with an internal error (%d).", r.Code),
			"Try again; if it stays, the engine's own log says more."
	case model.RefusalBadRequest:
		return "The engine did not understand the request.", "Its own words say what it stumbled over."
	case model.RefusalForbidden:
		return "You are not allowed to do this on the engine.",
			"Ask who runs the engine, or its authorization plugin, to allow it."
	case model.RefusalConflict:
		return "The engine refused because something else needs it.", "Its own words say what."
	case model.RefusalStatus:
		return fmt.Sprintf("The engine refused (%d).", r.Code), "Its own words say why."
	case model.RefusalMalformed:
		return "The engine's answer makes no sense.", "Check that no proxy changes the engine's answers."
	case model.RefusalReadOnly:
		return "The engine was not asked: jettison is read-only.", "Start it without read-only."
	default:
	}
	return "", ""
}

// refusalLost returns what is known of a step whose connection broke.
func refusalLost(r *model.Refusal) (text, advice string) {
	switch r.Kind {
	case model.RefusalLost:
		return "The connection to the engine broke while this was under way.",
			"Check that the engine is well, and try again."
	case model.RefusalOutcomeUnknown:
		return "The connection to the engine ended while this was under way; it may or may not be done.",
			"Connect again and look whether it is still there."
	case model.RefusalStillThere:
		return "The connection to the engine broke while this was under way, and it is still there.", "Try again."
	default:
	}
	return "", ""
}
