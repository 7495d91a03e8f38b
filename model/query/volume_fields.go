package query

import (
	"iter"
	"slices"
	"time"

	"jettison/model"
)

// volumeFields returns the fields of volumes, in the order of completion and of the
// documentation.
func volumeFields() []fieldOf[*model.Volume] {
	return []fieldOf[*model.Volume]{
		newField("name", textOf[*model.Volume](oneText(eachVolume, volumeName)), fieldInfo{
			fact: model.FactVolumes, example: "name:shop_*",
			about: "name of the volume",
			page:  "the name",
			also:  "id ref",
		}),
		newField("driver", textOf[*model.Volume](oneText(eachVolume, volumeDriver)), fieldInfo{
			fact: model.FactVolumes, example: "driver:local",
			about: "driver of the volume",
			page:  "the driver",
			also:  "type",
		}),
		newField("label", textOf[*model.Volume](labels[*model.Volume]{eachVolume, volumeLabels}), fieldInfo{
			fact: model.FactVolumes, example: "label:com.example.team=web",
			about: "label, with or without value",
			page:  "a label: its key, or `key=value`",
		}),
		newField("project", textOf[*model.Volume](oneText(eachVolume, (*model.Volume).Project)), fieldInfo{
			fact: model.FactVolumes, example: "project:shop",
			about: "compose project",
			page:  "the compose project, by the label `com.docker.compose.project`",
			also:  "compose",
		}),
		newField("container", textOf[*model.Volume](thingTexts[*model.Volume]{eachVolume, volumeUsers, newTextTest}), fieldInfo{
			fact: model.FactContainers, example: "container:shop-db-*",
			about: "container that mounts it",
			page:  "the name of a container, running or stopped, that mounts it",
			also:  "containers user mounted",
		}),
		newField("size", bytesOf[*model.Volume](number[*model.Volume](volumeBytes)), fieldInfo{
			fact: model.FactUsage, example: "size>1GB",
			about: "bytes in it",
			page:  "the bytes in it, where the engine tells them",
		}),
		newField("age", ageOf[*model.Volume](moment[*model.Volume](volumeCreated)), fieldInfo{
			fact: model.FactVolumes, example: "age>30d",
			about: "time since it was created",
			page:  "the time since it was created",
			also:  "older until since",
		}),
		newField("created", momentOf[*model.Volume](moment[*model.Volume](volumeCreated)), fieldInfo{
			fact: model.FactVolumes, example: "created<2026-01-31",
			about: "when it was created",
			page:  "when it was created",
			also:  "before date",
		}),
	}
}

// volumeUsers returns the names of the containers that mount a volume.
func volumeUsers(inv *model.Inventory) func(*model.Volume) []string {
	return func(v *model.Volume) []string {
		var names []string
		for _, c := range inv.VolumeUsers(v.Name) {
			names = append(names, c.Name)
		}
		return names
	}
}

// volumeStates returns the states of volumes.
func volumeStates() []stateOf[*model.Volume] {
	return []stateOf[*model.Volume]{
		newState("unused", volumeUsed(false), stateInfo{
			fact:  model.FactContainers,
			about: "no container mounts it",
			page:  "no container, running or stopped, mounts",
		}),
		newState("used", volumeUsed(true), stateInfo{
			fact:  model.FactContainers,
			about: "a container mounts it",
			page:  "a container, running or stopped, mounts",
		}),
		newState("anonymous", thingState[*model.Volume]((*model.Volume).Anonymous), stateInfo{
			fact:  model.FactVolumes,
			about: "nobody named it",
			page:  "nobody named: by its label, or by a name of 64 hexadecimal digits",
		}),
		newState("pinned", thingKeyState[*model.Volume](pinnedIn), stateInfo{
			fact:  model.FactVolumes,
			about: "a pin protects it",
			page:  "a pin protects. It means nothing in a pin",
		}),
		newState("marked", thingKeyState[*model.Volume](markedIn), stateInfo{
			fact:  model.FactVolumes,
			about: "is marked",
			page:  "is marked, on the screen. It means nothing in pins and policies",
		}),
	}
}

// eachVolume returns the volumes of an inventory.
func eachVolume(inv *model.Inventory) iter.Seq[*model.Volume] {
	return slices.Values(inv.Volumes())
}

func volumeName(v *model.Volume) string { return v.Name }

func volumeDriver(v *model.Volume) string { return v.Driver }

func volumeLabels(v *model.Volume) map[string]string { return v.Labels }

func volumeBytes(v *model.Volume) bounds { return knownBytes(v.Size) }

func volumeCreated(v *model.Volume) time.Time { return v.Created }

// volumeUsed is whether containers mount a volume.
type volumeUsed bool

func (wanted volumeUsed) judge(c *compiler) compiled[*model.Volume] {
	inv, known := c.env.Inventory, c.known(model.FactContainers)
	return compiled[*model.Volume]{func(v *model.Volume) truth {
		if !known {
			return unknown
		}
		return truthOf((len(inv.VolumeUsers(v.Name)) > 0) == bool(wanted))
	}, costLookup}
}

// judgeVolumeWord matches volumes whose name contains a text in any case.
func judgeVolumeWord(text string) predicate[*model.Volume] {
	search := newFold(text)
	return func(v *model.Volume) truth { return truthOf(search.in(v.Name)) }
}
