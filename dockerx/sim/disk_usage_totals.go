package sim

import (
	"github.com/moby/moby/api/types/volume"
)

// trimmedUsage is the answer of /system/df without the lists that nobody asked for, which
// are null before Docker 29.
type trimmedUsage struct {
	LayersSize int64               `json:",omitempty"`
	Images     []*summary          `json:",omitzero"`
	Containers []*containerSummary `json:",omitzero"`
	Volumes    []*volume.Volume    `json:",omitzero"`
	BuildCache []*cacheRecord      `json:",omitzero"`
}

func (u listedUsage) trimmed() trimmedUsage {
	return trimmedUsage{
		LayersSize: u.LayersSize, Images: u.Images, Containers: u.Containers, Volumes: u.Volumes, BuildCache: u.BuildCache,
	}
}

// totalledUsage is the answer of /system/df since API 1.52.
type totalledUsage struct {
	trimmedUsage
	ImageUsage      *totals[*summary]          `json:",omitempty"`
	ContainerUsage  *totals[*containerSummary] `json:",omitempty"`
	VolumeUsage     *totals[*volume.Volume]    `json:",omitempty"`
	BuildCacheUsage *totals[*cacheRecord]      `json:",omitempty"`
}

// totals are the things of one kind with their number and bytes.
type totals[T any] struct {
	ActiveCount int64 `json:",omitempty"`
	Items       []T   `json:",omitempty"`
	Reclaimable int64 `json:",omitempty"`
	TotalCount  int64 `json:",omitempty"`
	TotalSize   int64 `json:",omitempty"`
}

// count adds a thing. What is active can't be reclaimed.
func (t *totals[T]) count(size int64, active bool) {
	t.TotalSize += size
	if active {
		t.ActiveCount++
		return
	}
	t.Reclaimable += size
}

// totalled returns the disk usage in the form of API 1.52, with the lists of the older form
// on top if the client does not know the new one (moby, daemon/disk_usage.go).
func (u listedUsage) totalled(old bool) totalledUsage {
	var answer totalledUsage
	if old {
		answer.trimmedUsage = u.trimmed()
	}
	if u.Images != nil {
		answer.ImageUsage = newTotals(u.Images, func(t *totals[*summary], s *summary) {
			t.count(s.Size-s.SharedSize, s.Containers > 0)
		})
		answer.ImageUsage.TotalSize = u.LayersSize
	}
	if u.Containers != nil {
		answer.ContainerUsage = newTotals(u.Containers, func(t *totals[*containerSummary], s *containerSummary) {
			t.count(s.SizeRw, s.State.Running())
		})
	}
	if u.Volumes != nil {
		answer.VolumeUsage = newTotals(u.Volumes, func(t *totals[*volume.Volume], v *volume.Volume) {
			t.count(v.UsageData.Size, v.UsageData.RefCount > 0)
		})
	}
	if u.BuildCache != nil {
		answer.BuildCacheUsage = newTotals(u.BuildCache, func(t *totals[*cacheRecord], r *cacheRecord) {
			t.count(r.Size, r.InUse)
			if r.Shared && !r.InUse {
				// An image has these bytes too. They count in the total all the same.
				t.Reclaimable -= r.Size
			}
		})
	}
	return answer
}

func newTotals[T any](items []T, count func(*totals[T], T)) *totals[T] {
	all := &totals[T]{Items: items, TotalCount: int64(len(items))}
	for _, item := range items {
		count(all, item)
	}
	return all
}
