package modeltest

import "jettison/model"

// usage is the disk usage as an engine and its client tell it.
func (w *World) usage(sharers []int32) *model.Usage {
	u := &model.Usage{
		Images: w.imageTotals(sharers), Cache: w.Cache,
		OfContainer: make(map[model.ContainerID]model.ContainerUsage, len(w.Containers)),
	}
	for _, c := range w.Containers {
		u.OfContainer[c.ID] = model.ContainerUsage{Command: c.Command(), Volumes: int64(len(c.Volumes))}
		u.Containers.Count++
		u.Containers.Size += c.SizeRw
		if c.State.Running() {
			u.Containers.Active++
		} else {
			u.Containers.Reclaimable += c.SizeRw
		}
	}
	users := w.VolumeUsers()
	for _, v := range w.Volumes {
		if !v.Measured() {
			continue
		}
		n := users[v.Name]
		u.Volumes.Count++
		u.Volumes.Size += v.Size
		if n > 0 {
			u.Volumes.Active++
		} else {
			u.Volumes.Reclaimable += v.Size
		}
		u.VolumeList = append(u.VolumeList, v.listed(users))
	}
	u.BuildCache = cacheTotals(w.Cache)
	return u
}

// listed is the volume as an engine tells of it.
func (v *Volume) listed(users map[string]int64) *model.Volume {
	listed := &model.Volume{
		Name: v.Name, Driver: v.DriverName(), Scope: "local", Mountpoint: v.Mountpoint(), Created: v.Created,
		Labels: v.Labels, Options: v.Options, Size: model.Unknown, Users: model.Unknown,
	}
	if v.Measured() {
		listed.Size, listed.Users = v.Size, users[v.Name]
	}
	return listed
}

// imageTotals counts the images that the engine lists: hidden parents are left
// out, their layers are not.
func (w *World) imageTotals(sharers []int32) model.Totals {
	var totals model.Totals
	used := make(map[model.ImageID]bool, len(w.Containers))
	for _, c := range w.Containers {
		used[c.Image] = true
	}
	parents := w.parents()
	counted := make([]bool, w.Layers)
	for _, image := range w.Images {
		for layer := image.History.Top(); layer != nil && !counted[layer.Index]; layer = layer.Below {
			counted[layer.Index] = true
			totals.Size += layer.Size
		}
		switch {
		case len(image.Tags) == 0 && len(image.Digests) == 0 && parents[image.ID]:
			continue
		case used[image.ID]:
			totals.Active++
		default:
			totals.Reclaimable += image.Size() - sharedSize(image.History.Top(), sharers)
		}
		totals.Count++
	}
	return totals
}

func (w *World) parents() map[model.ImageID]bool {
	parents := map[model.ImageID]bool{}
	for _, image := range w.Images {
		if image.Parent != "" {
			parents[image.Parent] = true
		}
	}
	return parents
}

// VolumeUsers counts the containers that refer to each volume.
func (w *World) VolumeUsers() map[string]int64 {
	users := map[string]int64{}
	for _, c := range w.Containers {
		for _, name := range c.Volumes {
			users[name]++
		}
	}
	return users
}

// cacheTotals leaves out the bytes of shared records, which count with images.
func cacheTotals(records []*model.CacheRecord) model.Totals {
	var totals model.Totals
	for _, r := range records {
		totals.Count++
		if r.InUse {
			totals.Active++
		}
		if r.Shared {
			continue
		}
		totals.Size += r.Size
		if !r.InUse {
			totals.Reclaimable += r.Size
		}
	}
	return totals
}
