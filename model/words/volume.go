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
	case len(v.Options) > 0:
		return "size not known: the engine measures no volume with options of its driver"
	}
	return "size not known: the engine has not measured it"
}

// writtenBy returns which running containers keep a volume from being backed up as it is when it goes.
func writtenBy(things []model.Thing, now time.Time) string {
	names := make([]string, len(things))
	for i, thing := range things {
		names[i] = Thing(thing, now)
	}
	if len(names) == 1 {
		return "used by the running container " + names[0] + ": stop it first, or the backup misses what it still writes"
	}
	return fmt.Sprintf("used by %s running containers: %s: stop them first, or the backup misses what they still write", Count(len(names)), List(names))
}

// unsavable returns why no backup can have volumes.
func unsavable(things []model.Thing) string {
	for _, v := range model.ThingsOf[*model.Volume](things) {
		if !v.Local() {
			return "no backup can have it: its driver " + v.Driver + " keeps it elsewhere"
		}
	}
	return "no backup can have it: jettison can't back up volumes of this engine"
}

// Saved returns what a backup of a volume has, and what becomes of the rest.
func Saved(v *model.Volume) string {
	if v.Mounted() {
		return "its options name what it mounts, which stays where it is; the backup has only the volume's name, options and labels"
	}
	return "backed up first, and removed only once the backup is verified"
}

// NotSaved is what the archives of engines do not have of a volume.
const NotSaved = "not in a backup: sockets, ACLs and extended attributes but capabilities, parts of a second; holes of sparse files come back filled"

// SavedThing returns what one of the things of a backup is called.
func SavedThing(b *model.BackupProgress) string {
	switch b.Volumes {
	case 0:
		return "image"
	case b.Of:
		return "volume"
	}
	return "image or volume"
}

// BackedUp returns how many things a backup has by now.
func BackedUp(b *model.BackupProgress) string {
	noun := "thing"
	if b.Volumes == 0 || b.Volumes == b.Of {
		noun = SavedThing(b)
	}
	return Plural(b.Images, noun) + " backed up"
}

// VolumeStep returns what happens to a volume before it goes, in a few words.
func VolumeStep(s *model.Step) string {
	switch v := s.Volume(); {
	case s.Chosen.Has(model.RemedyWithoutBackup):
		return "WITHOUT A BACKUP"
	case v != nil && v.Mounted():
		return "what it mounts stays; its options are backed up"
	}
	return "backed up first"
}

// UnsavedVolumes returns which volumes of a plan go although no backup has them; empty for none.
func UnsavedVolumes(p *model.Plan) string {
	unsaved := p.Unsaved()
	if len(unsaved) == 0 {
		return ""
	}
	return Plural(len(unsaved), "volume") + " WITHOUT A BACKUP: nothing brings back " + List(called(model.AsThings(unsaved)))
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
