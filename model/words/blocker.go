package words

import (
	"fmt"
	"strings"
	"time"

	"jettison/model"
)

// Thing returns what people call a thing, with its state if it has one.
func Thing(thing model.Thing, now time.Time) string {
	if c, ok := thing.(*model.Container); ok {
		return Container(c, now)
	}
	return thing.Called()
}

// Container returns a container with its state and since when it is in it, such as
// "web-3 (exited 2 weeks ago)".
func Container(c *model.Container, now time.Time) string {
	return c.Name + " (" + ContainerState(c, now) + ")"
}

// ContainerState returns the state of a container and since when it is in it, such as
// "running for 3 hours".
func ContainerState(c *model.Container, now time.Time) string {
	since := c.Since
	if since.IsZero() {
		since = c.Created
	}
	state := string(c.State)
	switch age := Age(now, since); {
	case age == Unknown:
		return state
	case age == justNow:
		return state + " just now"
	case c.Since.IsZero(), c.External: // of the latter, the state tells nothing
		return state + ", created " + age + " ago"
	case c.State.Running():
		return state + " for " + age
	default:
		return state + " " + age + " ago"
	}
}

// Blocker returns what stops a step, as a sentence.
func Blocker(b *model.Blocker, now time.Time) string {
	switch b.Kind {
	case model.BlockerRunning:
		return usedBy("running", b.Things, now)
	case model.BlockerStopped:
		return usedBy("stopped", b.Things, now)
	case model.BlockerDescendant:
		return parentOf(b.Things)
	case model.BlockerAlive:
		return aliveWords(b.Things)
	case model.BlockerMount:
		return mountedBy(model.ThingsOf[*model.Container](b.Things), now)
	case model.BlockerService:
		return namedBy(b.Services)
	case model.BlockerExternal:
		return builtIn(b.Things)
	case model.BlockerLastPlatform:
		return "no other platform of it is here: remove the image instead"
	case model.BlockerSharedContent:
		return "its content is used by " + List(called(b.Things)) + ", which would lose it: the engine deletes what others share"
	case model.BlockerUnknownContent:
		return "it is not known what of its content others use, which the engine would delete: " + List(called(b.Things))
	case model.BlockerPinned:
		return usedByPinned(b.Things, now)
	case model.BlockerWritten:
		return writtenBy(b.Things, now)
	case model.BlockerUnsavable:
		return unsavable(b.Things)
	case model.BlockerBuilding:
		return "a build uses it"
	case model.BlockerCacheChild:
		return builtOn(b.Things)
	case model.BlockerReference:
		return "the image stays as " + List(shortRefs(b.Refs)) + "; only this name goes and no space comes back"
	}
	return "blocked"
}

func usedBy(state string, containers []model.Thing, now time.Time) string {
	if len(containers) == 1 {
		return "used by the " + state + " container " + Thing(containers[0], now)
	}
	names := make([]string, len(containers))
	for i, c := range containers {
		names[i] = Thing(c, now)
	}
	return fmt.Sprintf("used by %s %s containers: %s", Count(len(names)), state, List(names))
}

func usedByPinned(containers []model.Thing, now time.Time) string {
	if len(containers) == 1 {
		return "used by the container " + Thing(containers[0], now) + ", which is pinned"
	}
	return "used by containers that are pinned: " + List(called(containers))
}

func parentOf(images []model.Thing) string {
	names := called(images)
	if len(names) == 1 {
		return "parent of " + names[0] + ", which stays"
	}
	return fmt.Sprintf("parent of %s images that stay: %s", Count(len(names)), List(names))
}

// aliveWords returns that a container runs, and what becomes of it by itself.
func aliveWords(things []model.Thing) string {
	texts := []string{"it runs"}
	for _, c := range model.ThingsOf[*model.Container](things) {
		for _, more := range []string{Replaced(c), Vanishes(c)} {
			if more != "" {
				texts = append(texts, more)
			}
		}
	}
	return strings.Join(texts, "; ")
}

// External returns what removes a container that a build made and that is not the engine's to remove,
// as a sentence.
func External(c *model.Container) string {
	return "It is of a build: `podman rm -f " + c.Name + "` removes it."
}

// builtOn says which cache records that stay were built on one.
func builtOn(records []model.Thing) string {
	names := called(records)
	if len(names) == 1 {
		return names[0] + " was built on it and stays"
	}
	return Count(len(names)) + " records were built on it and stay: " + List(names)
}

// called returns the names of things.
func called(things []model.Thing) []string {
	names := make([]string, len(things))
	for i, thing := range things {
		names[i] = thing.Called()
	}
	return names
}

// Remedy returns what choosing a remedy for a blocker does on an engine; tagged is
// whether the image has a tag.
func Remedy(r model.Remedy, b *model.Blocker, engine model.Engine, tagged bool) string {
	switch r {
	case model.RemedySkip:
		return "leave it alone"
	case model.RemedyRemoveStopped:
		switch n := len(b.Things); n {
		case 0: // told by the engine, which does not count them
			return "remove the stopped containers first"
		case 1:
			return "remove the stopped container first"
		default:
			return "remove the " + Plural(n, "stopped container") + " first"
		}
	case model.RemedyStopRemove:
		return "stop and remove its containers first"
	case model.RemedyMarkDescendants:
		if b.Kind == model.BlockerCacheChild {
			return "remove the records built on it too"
		}
		return "remove the images built on it too"
	case model.RemedyUntag:
		return "only take its name away; the bytes stay until the images built on it go"
	case model.RemedyMarkReferences:
		return "remove its other names too, and so the image"
	case model.RemedyWithoutBackup:
		return "remove it WITHOUT A BACKUP: nothing brings it back"
	case model.RemedyForce:
		return Force(b.EffectOn(engine, tagged))
	case model.RemedyNone:
	}
	return ""
}

// Forced returns what a step does that is forced, as Force does, with the services that lose
// their image besides.
func Forced(s *model.Step) string {
	text := Force(s.Effect)
	if len(s.Unserved) == 0 || s.Effect == model.ForceStrandsServices {
		return text
	}
	names := make([]string, len(s.Unserved))
	for i, service := range s.Unserved {
		names[i] = service.Name
	}
	return text + "; " + List(names) + " can start no task here until it is back"
}

// Force returns what force does, as a sentence.
func Force(f model.ForceEffect) string {
	switch f {
	case model.ForceRefused:
		return "force: this engine refuses all the same"
	case model.ForceUntags:
		return "force: this engine only takes the name away; an untagged image stays and no space comes back"
	case model.ForceDeletesKeepingBytes:
		return "force: the image goes now, its files only when the containers go"
	case model.ForceKillsContainers:
		return "force: Podman KILLS and removes the containers that use it"
	case model.ForceRemovesContainers:
		return "force: Podman removes the stopped containers that use it too"
	case model.ForceBreaksMounts:
		return "force: the image goes with its bytes; the containers that mount it find nothing there and can't start again"
	case model.ForceStrandsServices:
		return "force: it goes all the same; the services can start no task here until it is back"
	case model.ForceNothing:
	}
	return "force: nothing to force"
}
