package inventory

import (
	"context"
	"maps"

	"jettison/model"
)

// volumeKind is what is special to volumes. They are listed again after each of their events.
type volumeKind struct{}

func (volumeKind) events() (of string, actions []string) {
	return "volume", []string{"create", "destroy", "remove", "prune"}
}

func (volumeKind) add(c *coalescer, _ event) {
	c.pending.volumes, c.pending.usageChanged = true, true
}

func (f *Feed) fetchVolumes(ctx context.Context) (func(), error) {
	listed, err := f.client.volumes(ctx)
	return func() { f.setVolumes(listed) }, err
}

// setVolumes makes the next inventory. Volumes that did not change stay the same pointers.
func (f *Feed) setVolumes(listed []*model.Volume) {
	measured := measuredVolumes(f.inventory.Usage)
	before := f.inventory.Volumes()
	changed := len(listed) != len(before) || !f.inventory.VolumesListed()
	for i, v := range listed {
		old, known := f.inventory.Volume(v.Name)
		switch now, ok := measured[v.Name]; {
		case ok && now.Created.Equal(v.Created):
			v.Size, v.Users = now.Size, now.Users
		case known && old.Created.Equal(v.Created):
			v.Size, v.Users = old.Size, old.Users
		}
		if known && sameVolume(old, v) {
			listed[i] = old
			continue
		}
		changed = true
	}
	if changed {
		f.inventory = f.inventory.WithVolumes(listed)
		f.dirty = true
	}
}

// measureVolumes gives the volumes what the disk usage tells of them.
func (f *Feed) measureVolumes() {
	if !f.inventory.VolumesListed() {
		return
	}
	listed := make([]*model.Volume, 0, len(f.inventory.Volumes()))
	for _, v := range f.inventory.Volumes() {
		next := *v
		listed = append(listed, &next)
	}
	f.setVolumes(listed)
}

// measuredVolumes are the volumes of a disk usage, by their names.
func measuredVolumes(usage *model.Usage) map[string]*model.Volume {
	measured := map[string]*model.Volume{}
	if usage != nil {
		for _, v := range usage.VolumeList {
			measured[v.Name] = v
		}
	}
	return measured
}

// sameVolume reports whether nothing of a volume changed.
func sameVolume(a, b *model.Volume) bool {
	return a.Name == b.Name && a.Driver == b.Driver && a.Scope == b.Scope && a.Mountpoint == b.Mountpoint &&
		a.Created.Equal(b.Created) && a.Size == b.Size && a.Users == b.Users && maps.Equal(a.Labels, b.Labels) && maps.Equal(a.Options, b.Options)
}
