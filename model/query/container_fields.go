package query

import (
	"iter"
	"slices"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/reference"
)

// containerFields returns the fields of containers, in the order of completion and of
// the documentation.
func containerFields() []fieldOf[*model.Container] {
	return []fieldOf[*model.Container]{
		newField("name", textOf[*model.Container](oneText(eachContainer, containerName)), fieldInfo{
			fact: model.FactContainers, example: "name:web-*",
			about: "name of the container",
			page:  "the name",
		}),
		newField("image", textOf[*model.Container](thingTexts[*model.Container]{eachContainer, imageNames, newNameTest}), fieldInfo{
			fact: model.FactContainers, example: "image:acme/api",
			about: "image it was created from",
			page:  "the image that it was created from: the name that was written, and the references and repositories that this image has now",
			also:  "ref repo ancestor",
		}),
		newField("id", textOf[*model.Container](hexIDs[*model.Container]{eachContainer, containerID}), fieldInfo{
			fact: model.FactContainers, example: "id:4f9d",
			about: "beginning of the container ID",
			page:  "the container ID; a glob matches its beginning",
		}),
		newField("state", textOf[*model.Container](oneText(eachContainer, containerState)), fieldInfo{
			fact: model.FactContainers, example: "state:restarting",
			about: "state in the engine's word",
			page:  "the state in the engine's word: `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`; `storage` of what Buildah made",
			also:  "status",
		}),
		newField("label", textOf[*model.Container](labels[*model.Container]{eachContainer, containerLabels}), fieldInfo{
			fact: model.FactContainers, example: "label:com.example.team=web",
			about: "label, with or without value",
			page:  "a label: its key, or `key=value`",
		}),
		newField("project", textOf[*model.Container](oneText(eachContainer, (*model.Container).Project)), fieldInfo{
			fact: model.FactContainers, example: "project:shop",
			about: "compose project",
			page:  "the compose project, by the label `com.docker.compose.project`",
			also:  "compose",
		}),
		newField("exit", countOf[*model.Container](number[*model.Container](exitCode)), fieldInfo{
			fact: model.FactContainers, example: "exit!=0",
			about: "exit code of its last run",
			page:  "the exit code of its last run. What runs or never ran has none, and is matched by no comparison",
			also:  "exited-with code status-code",
		}),
		newField("size", bytesOf[*model.Container](number[*model.Container](writtenBytes)), fieldInfo{
			fact: model.FactUsage, example: "size>100MB",
			about: "bytes of its writable layer",
			page:  "the bytes of its writable layer",
			also:  "exclusive written",
		}),
		newField("age", ageOf[*model.Container](moment[*model.Container](containerCreated)), fieldInfo{
			fact: model.FactContainers, example: "age>30d",
			about: "time since it was created",
			page:  "the time since it was created",
			also:  "older until since",
		}),
		newField("created", momentOf[*model.Container](moment[*model.Container](containerCreated)), fieldInfo{
			fact: model.FactContainers, example: "created<2026-01-31",
			about: "when it was created",
			page:  "when it was created",
			also:  "before date",
		}),
		newField("used", momentOf[*model.Container](momentRange[*model.Container](containerUse)), fieldInfo{
			fact: model.FactContainers, example: "used>2w",
			about: "when it last ran",
			page:  "when it last ran: when it stopped, or was created if it never ran. A running one is used now",
			also:  "stopped-since exited-since finished",
		}),
	}
}

// containerStates returns the states of containers.
func containerStates() []stateOf[*model.Container] {
	return []stateOf[*model.Container]{
		newState("running", thingState[*model.Container](isRunning), stateInfo{
			fact:  model.FactContainers,
			about: "its processes live",
			page:  "runs, is paused or restarts",
		}),
		newState("stopped", thingState[*model.Container](isStopped), stateInfo{
			fact:  model.FactContainers,
			about: "its processes don't live",
			page:  "does not run: it exited, was only created, or is dead",
		}),
		newState("exited", containerIn(model.StateExited), stateInfo{
			fact:  model.FactContainers,
			about: "it ran and ended",
			page:  "ran and ended",
		}),
		newState("paused", containerIn(model.StatePaused), stateInfo{
			fact:  model.FactContainers,
			about: "it is paused",
			page:  "is paused",
		}),
		newState("dead", containerIn(model.StateDead), stateInfo{
			fact:  model.FactContainers,
			about: "the engine failed to remove it",
			page:  "the engine failed to remove",
		}),
		newState("pinned", thingKeyState[*model.Container](pinnedIn), stateInfo{
			fact:  model.FactContainers,
			about: "a pin protects it",
			page:  "a pin protects. It means nothing in a pin",
		}),
		newState("marked", thingKeyState[*model.Container](markedIn), stateInfo{
			fact:  model.FactContainers,
			about: "is marked",
			page:  "is marked, on the screen. It means nothing in pins and policies",
		}),
	}
}

// eachContainer returns the containers of an inventory.
func eachContainer(inv *model.Inventory) iter.Seq[*model.Container] {
	return slices.Values(inv.Containers())
}

func containerName(c *model.Container) string { return c.Name }

func containerID(c *model.Container) string { return string(c.ID) }

func containerState(c *model.Container) string { return string(c.State) }

// imageNames returns the names of the images of containers.
func imageNames(inv *model.Inventory) func(*model.Container) []string {
	return func(c *model.Container) []string {
		names := []string{c.ImageRef}
		image, ok := inv.Image(c.Image)
		if !ok {
			return names
		}
		for _, ref := range image.Refs() {
			names = append(names, ref)
			repo, _ := reference.Split(ref)
			names = append(names, repo)
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
}

func containerLabels(c *model.Container) map[string]string { return c.Labels }

func exitCode(c *model.Container) bounds {
	if c.ExitCode == nil {
		return anything()
	}
	return exactly(int64(*c.ExitCode))
}

func writtenBytes(c *model.Container) bounds { return knownBytes(c.Size) }

func containerCreated(c *model.Container) time.Time { return c.Created }

// containerIn is the state of containers that the engine calls so.
func containerIn(wanted model.ContainerState) thingState[*model.Container] {
	return func(c *model.Container) bool { return c.State == wanted }
}

// judgeContainerWord matches containers whose name, or whose image as it was written,
// contains a text in any case, or whose ID or that of whose image begins with it.
func judgeContainerWord(text string) predicate[*model.Container] {
	search := newFold(text)
	byID := len(search.lower) >= minIDPrefix && isHex(search.lower)
	return func(c *model.Container) truth {
		return truthOf(search.in(c.Name) || search.in(c.ImageRef) || byID && (strings.HasPrefix(string(c.ID), search.lower) || strings.HasPrefix(hexID(c.Image), search.lower)))
	}
}
