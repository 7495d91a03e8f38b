package words

import (
	"cmp"
	"strings"

	"jettison/model"
)

// refusalChanged returns what the engine has now that the plan does not say.
func refusalChanged(r *model.Refusal) (text, advice string) {
	text = changedSince(r)
	if text == "" {
		return "", ""
	}
	return text, "Look at it again, and plan its removal anew if it shall still go."
}

func changedSince(r *model.Refusal) string {
	switch r.Kind {
	case model.RefusalTagged:
		return "Since the plan was made, the image also got the name " + strings.Join(r.Refs, ", ") + ", which keeps it."
	case model.RefusalMoved:
		return "Since the plan was made, " + firstRef(r) + " was given to another image, " + r.Image.Short() + "."
	case model.RefusalLastTag:
		return "Since the plan was made, " + firstRef(r) + " became the image's last tag: taking it would delete the image."
	case model.RefusalNotHeld:
		return "Nothing would keep the image without " + firstRef(r) + ": taking its last tag would delete it."
	case model.RefusalUsed:
		names := make([]string, len(r.Containers))
		for i, c := range r.Containers {
			names[i] = c.Name + " (" + string(c.State) + ")"
		}
		return "Since the plan was made, containers began to use the image: " + strings.Join(names, ", ") + "."
	case model.RefusalServed:
		names := make([]string, len(r.Services))
		for i, service := range r.Services {
			names[i] = service.Name
		}
		return "Since the plan was made, services began to name the image: " + strings.Join(names, ", ") + "."
	case model.RefusalOtherVolume:
		return "Since the plan was made, the volume was removed and another one of its name was created."
	case model.RefusalMounted:
		names := make([]string, len(r.Containers))
		for i, c := range r.Containers {
			names[i] = cmp.Or(c.Name, c.ID.Short())
		}
		return "Containers mount the volume that the plan does not remove: " + List(names) + "."
	case model.RefusalStartedSince:
		return "The container " + firstContainer(r) + " was started since the plan was made."
	case model.RefusalOtherImage:
		return "The container " + firstContainer(r) + " is not of the image that the plan says."
	case model.RefusalBlocked:
		return "Since the plan was made, something came to need it: " + blockedNow(r.Blockers) + "."
	case model.RefusalUnsupported:
		return "This version of jettison removes no such thing."
	default:
	}
	return ""
}

// refusalPartly returns what a step did that is not what it should.
func refusalPartly(r *model.Refusal) (text, advice string) {
	switch r.Kind {
	case model.RefusalUntagged:
		return "The engine only took the names away; the image stays without a name, and nothing was freed.",
			"See what still holds the image, and remove that first."
	case model.RefusalIgnored:
		return "The engine answered that it was done, but the image is there as before.",
			"Look into the engine's log, and check that no proxy answers for it."
	case model.RefusalDeletedAlong:
		return "What held the image went away at the same moment, so the engine deleted it along with " + firstRef(r) + ".", ""
	case model.RefusalTookAlong:
		return tookAlong(r)
	case model.RefusalPassedOver:
		return "The engine passed over the record, and does not say why.",
			"See whether a build began to use it, and plan its removal anew."
	case model.RefusalTookRecords:
		return "The engine also removed records of the build cache that the plan does not list: " + List(r.Refs) + ".",
			"The next build makes them again. Please report it, with the version of the engine."
	default:
	}
	return "", ""
}
