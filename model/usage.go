package model

// Totals is one line of `docker system df`; every number may be Unknown.
//
// They are counted as docker's command line counts them. Engines from API 1.52
// on send the sums themselves; for older ones the client adds them up
// (github.com/moby/moby/client, system_disk_usage.go, *FromLegacyAPI):
//
//   - Images are active when a container, running or not, was created from
//     them. Reclaimable is what the others don't share with any image. Layers
//     that only unused images share are therefore left out, so that removing
//     all of those brings back more. (Docker's command line counted so from 29
//     on. Before, it called everything reclaimable but what used images don't
//     share, layers of used images included.)
//     It is never more than Size, as docker's own may be: the containerd store
//     counts archives that images share as each one's.
//   - Containers are active while they run, are paused or restart; the writable
//     layers of the others are reclaimable.
//   - Volumes are active when a container refers to them.
//   - Records of the build cache are active when they are in use. Shared ones
//     count, but their bytes do not: they belong to images.
type Totals struct {
	Count       int64
	Active      int64
	Size        int64 // bytes
	Reclaimable int64 // bytes
}

// Percent is the reclaimable part in whole percent, rounded down as docker's
// command line does (github.com/docker/cli, cli/command/formatter,
// disk_usage.go), but never more than 100: the containerd store counts an
// image's packed layers too, the size of all images does not. ok is false when
// it is unknown or there is nothing.
func (t Totals) Percent() (percent int64, ok bool) {
	if t.Size <= 0 || t.Reclaimable < 0 {
		return 0, false
	}
	return min(100, t.Reclaimable*100/t.Size), true
}

// ContainerUsage holds the facts about a container that only the disk usage tells.
type ContainerUsage struct {
	Command string
	Volumes int64 // mounts of volumes that the "local" driver keeps
}

// Usage is the engine's disk usage. Slices and maps are read-only.
type Usage struct {
	Images     Totals // Size is the engine's LayersSize: every layer once
	Containers Totals
	Volumes    Totals
	BuildCache Totals

	VolumeList  []*Volume
	Cache       []*CacheRecord
	OfContainer map[ContainerID]ContainerUsage
}
