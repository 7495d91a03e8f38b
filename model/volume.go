package model

import (
	"slices"
	"strings"
	"time"
)

// Volume is one volume. Like images, volumes are never changed.
type Volume struct {
	Name       string
	Driver     string // "local" for those that the engine keeps itself
	Scope      string // "local", or "global" of a driver that serves several hosts
	Mountpoint string // on the engine's host; empty where the driver does not tell
	Labels     map[string]string
	Options    map[string]string // of its driver
	Created    time.Time
	Size       int64 // bytes, or Unknown
	Users      int64 // containers that refer to it, as disk usage counts them, or Unknown
}

// localDriver keeps volumes in folders of the engine.
const localDriver = "local"

// Local reports whether the engine keeps the volume itself.
func (v *Volume) Local() bool { return v.Driver == localDriver }

// Mounted reports whether the options of the volume name something that its driver mounts, such as a
// folder of the host, a share of another one, or memory. What is there is not of the engine: it
// stays when the volume goes, and is not backed up.
func (v *Volume) Mounted() bool { return v.Local() && v.Options["device"]+v.Options["type"] != "" }

// The labels that say what a volume is.
const (
	anonymousLabel = "com.docker.volume.anonymous"
	projectLabel   = "com.docker.compose.project"
)

// Naming is whether somebody named a volume, and what tells so.
type Naming uint8

// The namings.
const (
	NamedVolume      Naming = iota
	AnonymousByLabel        // its label says that nobody did
	AnonymousByName         // its name is of 64 hex digits, as engines make them up
)

// Naming tells whether somebody named the volume.
func (v *Volume) Naming() Naming {
	if _, told := v.Labels[anonymousLabel]; told {
		return AnonymousByLabel
	}
	if isMadeUp(v.Name) {
		return AnonymousByName
	}
	return NamedVolume
}

// Anonymous reports whether nobody named the volume.
func (v *Volume) Anonymous() bool { return v.Naming() != NamedVolume }

// Project is the compose project that the volume belongs to; empty for none.
func (v *Volume) Project() string { return v.Labels[projectLabel] }

// isMadeUp reports whether a name is one that an engine made up.
func isMadeUp(name string) bool {
	const digits = 64
	return len(name) == digits && isHex(name)
}

// Target implements Thing.
func (v *Volume) Target() Target { return VolumeTarget(v.Name) }

// Called implements Thing. A name that the engine made up is cut to the 12 digits that people see
// of IDs.
func (v *Volume) Called() string { return v.Target().Short() }

// VolumeTarget is the volume of a name as a target.
func VolumeTarget(name string) Target { return Target{Kind: KindVolume, ID: name} }

// VolumeState is the state of a volume in one word.
type VolumeState uint8

// The states, the most holding first.
const (
	VolumeRunning VolumeState = iota // a running container mounts it
	VolumeStopped                    // only stopped containers mount it
	VolumeUnused                     // no container mounts it
)

// WithVolumes is the inventory with other volumes. It takes ownership of the slice.
func (inv *Inventory) WithVolumes(volumes []*Volume) *Inventory {
	next := *inv
	slices.SortFunc(volumes, func(a, b *Volume) int { return strings.Compare(a.Name, b.Name) })
	next.volumes, next.volumesListed = volumes, true
	return &next
}

// Volumes are all volumes, by name.
func (inv *Inventory) Volumes() []*Volume { return inv.volumes }

// VolumesListed reports whether the engine told which volumes it has.
func (inv *Inventory) VolumesListed() bool { return inv.volumesListed }

// Volume finds a volume by its name.
func (inv *Inventory) Volume(name string) (*Volume, bool) {
	at, ok := slices.BinarySearchFunc(inv.volumes, name, func(v *Volume, name string) int { return strings.Compare(v.Name, name) })
	if !ok {
		return nil, false
	}
	return inv.volumes[at], true
}

// VolumeUsers are the containers, running or not, that mount a volume, by ID.
func (inv *Inventory) VolumeUsers(name string) []*Container { return inv.volumeUsers[name] }

// VolumeState is the state of a volume.
func (inv *Inventory) VolumeState(v *Volume) VolumeState {
	users := inv.volumeUsers[v.Name]
	if slices.ContainsFunc(users, func(c *Container) bool { return c.State.Running() }) {
		return VolumeRunning
	}
	if len(users) > 0 {
		return VolumeStopped
	}
	return VolumeUnused
}

// setVolumeUsers finds the users of all volumes.
func (inv *Inventory) setVolumeUsers() {
	inv.volumeUsers = map[string][]*Container{}
	for _, c := range inv.containers {
		for _, name := range c.Volumes {
			if users := inv.volumeUsers[name]; !slices.Contains(users, c) {
				inv.volumeUsers[name] = append(users, c)
			}
		}
	}
}
