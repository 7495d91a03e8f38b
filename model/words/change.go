package words

import (
	"strings"

	"jettison/model"
)

// Change returns why a planned step can't be carried out as it was planned, as a
// sentence.
func Change(c *model.Change) string {
	name := strings.Join(c.Names[:min(1, len(c.Names))], "")
	switch c.Kind {
	case model.ChangeGone:
		return "the " + Kind(c.Of) + " is gone already"
	case model.ChangeImageReplaced:
		return "the image is gone; " + name + " names the image " + c.Image.Short() + " now, which stays"
	case model.ChangeNameMoved:
		return name + " names another image now: " + c.Image.Short()
	case model.ChangePinned:
		return "pinned by " + Pin(c.Pin)
	case model.ChangeNamed:
		return "the image has another name since: " + List(c.Names)
	case model.ChangePulled:
		return "the image was pulled under another name since: " + List(c.Names)
	case model.ChangeBlocked:
		return blockedNow(c.Blockers)
	case model.ChangeUsed:
		return "the container " + name + " uses the image since"
	case model.ChangeServed:
		return "the swarm service " + name + " names the image since"
	case model.ChangeUsedRunning:
		return "the running container " + name + " uses the image since"
	case model.ChangeWaits:
		return "it has to wait for " + name + ", which was not planned"
	default:
		return plainChange(c.Kind)
	}
}

// plainChange returns a change of which there is no more to tell than its kind.
func plainChange(kind model.ChangeKind) string {
	switch kind {
	case model.ChangeNameGone:
		return "the name is gone already"
	case model.ChangePlatformGone:
		return "the platform is gone already"
	case model.ChangeGoalStays:
		return "the image that it holds does not go"
	case model.ChangeLastName:
		return "it is the last name of the image now, so that the image would go"
	case model.ChangeForce:
		return "it would have to be forced now"
	case model.ChangeRuns:
		return "it runs now"
	case model.ChangeVolumeReplaced:
		return "the volume is another one since: it was created anew"
	case model.ChangeVolumesUnlisted:
		return "the engine does not tell which volumes it has"
	case model.ChangeUnsupported:
		return "this version of jettison removes no such thing"
	default:
		return "the engine changed since"
	}
}

func blockedNow(blockers []model.Blocker) string {
	var parts []string
	for i := range blockers {
		if text := blockerNow(&blockers[i]); text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return "it is blocked now"
	}
	return strings.Join(parts, "; ")
}

// blockerNow returns what has come to stop a step; empty for nothing worth a word.
func blockerNow(b *model.Blocker) string {
	names := called(b.Things)
	switch b.Kind {
	case model.BlockerRunning:
		return "used by the running " + List(names)
	case model.BlockerStopped:
		return "used by the stopped " + List(names)
	case model.BlockerDescendant:
		return "parent of " + List(names) + " now"
	case model.BlockerMount:
		return "mounted by " + List(names)
	case model.BlockerExternal:
		return builtIn(b.Things)
	case model.BlockerService:
		return namedBy(b.Services)
	case model.BlockerAlive:
		return "it runs"
	case model.BlockerLastPlatform:
		return "no other platform of it is here now"
	case model.BlockerSharedContent:
		return "its content is used by " + List(names)
	case model.BlockerUnknownContent:
		return "it is not known what of its content others use: " + List(names)
	case model.BlockerPinned:
		return "used by what is pinned: " + List(names)
	case model.BlockerWritten:
		return "the running " + List(names) + " may write into it now"
	case model.BlockerUnsavable:
		return unsavable(b.Things)
	case model.BlockerBuilding:
		return "a build uses it"
	case model.BlockerCacheChild:
		return builtOn(b.Things)
	case model.BlockerReference:
	}
	return ""
}
