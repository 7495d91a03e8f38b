package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"jettison/model"
)

// VolumeState returns the state of a volume in a word or two.
func VolumeState(v *model.Volume, state model.VolumeState) string {
	switch state {
	case model.VolumeRunning:
		return "in use"
	case model.VolumeStopped:
		return "stopped"
	case model.VolumeUnused:
	}
	if v.Anonymous() {
		return "anonymous"
	}
	return "unused"
}

// VolumeUsers returns which containers mount a volume.
func VolumeUsers(users []*model.Container, now time.Time) string {
	if len(users) == 0 {
		return "no container mounts it"
	}
	names := make([]string, len(users))
	for i, c := range users {
		names[i] = Container(c, now)
	}
	return "mounted by " + List(names)
}

// VolumeNaming returns that nobody named a volume, and what tells so; empty when somebody did.
func VolumeNaming(v *model.Volume) string {
	switch v.Naming() {
	case model.AnonymousByLabel:
		return "anonymous, as its label says"
	case model.AnonymousByName:
		return "anonymous, as its name of 64 digits tells"
	case model.NamedVolume:
	}
	return ""
}

// VolumeUnmeasured returns why the size of a volume is not known.
func VolumeUnmeasured(v *model.Volume) string {
	switch {
	case !v.Local():
		return "size not known: the engine measures no volume of the driver " + v.Driver
	case v.Foreign():
		return "size not known: the engine measures no volume with options of its driver"
	}
	return "size not known: the engine has not measured it"
}

// VolumeDetails returns all that is known of a volume, a line each.
func VolumeDetails(inv *model.Inventory, v *model.Volume, now time.Time) string {
	var lines []string
	add := func(title, text string) {
		if text != "" {
			lines = append(lines, fmt.Sprintf("%-11s %s", title, text))
		}
	}
	add("name", v.Name)
	if naming := VolumeNaming(v); naming != "" {
		add("", naming)
	}
	if v.Size >= 0 {
		add("size", Size(v.Size))
	} else {
		add("size", strings.TrimPrefix(VolumeUnmeasured(v), "size "))
	}
	if ago := Ago(now, v.Created); ago != Unknown {
		add("created", v.Created.Format("2006-01-02 15:04:05")+", "+ago)
	}
	add("project", v.Project())
	add("driver", v.Driver)
	add("scope", v.Scope)
	add("mountpoint", v.Mountpoint)
	title := "mounted by"
	for _, c := range inv.VolumeUsers(v.Name) {
		add(title, Container(c, now))
		title = ""
	}
	if title != "" {
		add(title, "no container")
	}
	for _, pairs := range []struct {
		title string
		of    map[string]string
	}{{"options", v.Options}, {"labels", v.Labels}} {
		title := pairs.title
		for _, key := range slices.Sorted(maps.Keys(pairs.of)) {
			add(title, key+"="+pairs.of[key])
			title = ""
		}
	}
	return strings.Join(lines, "\n")
}
