package inventory

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"slices"

	"jettison/dockerx"
	"jettison/dockerx/internal/jsonstream"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// diskUsage is the answer to /system/df.
type diskUsage struct {
	usage *model.Usage
	// imageBytes is the sum of the sizes of all images.
	imageBytes int64
	// shared is the bytes that each image shares, if the engine told.
	shared map[model.ImageID]int64
	// writable is the bytes of the writable layer of each container.
	writable map[model.ContainerID]int64
}

// What /system/df measures, as its parameter "type" names it.
const (
	usageImages = "image"
	usageCache  = "build-cache"
)

// diskUsage has the engine measure its disk. On big hosts that takes minutes and keeps the
// engine busy, so callers must not run it twice at once. Engines that can leave things out
// measure only those that are named, if any is; the others are Unknown.
func (c fetcher) diskUsage(ctx context.Context, only ...string) (*diskUsage, error) {
	// Without verbose, API 1.52 and newer leave out the lists.
	query := url.Values{"verbose": {"1"}}
	partly := len(only) > 0 && c.AtLeast("1.42")
	if partly {
		query["type"] = only
	}
	var found *diskUsage
	err := dockerx.RetryTransient(ctx, func() error {
		return c.Get(ctx, "/system/df", query, func(body io.Reader) error {
			reader := newUsageReader(json.NewDecoder(body))
			found = &reader.found
			return jsonstream.Fields(reader.dec, reader.field)
		})
	})
	if err != nil {
		return found, err
	}
	usage := found.usage
	if usage.Images.Size == 0 && found.imageBytes > 0 {
		// Podman measures neither the layers nor what images share, and writes 0.
		usage.Images.Size, usage.Images.Reclaimable = model.Unknown, model.Unknown
	}
	// The containerd store counts content that images share for each of them.
	if usage.Images.Size > 0 {
		usage.Images.Reclaimable = min(usage.Images.Reclaimable, usage.Images.Size)
	}
	if partly {
		unknown := model.Totals{Count: model.Unknown, Active: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown}
		usage.Containers, usage.Volumes = unknown, unknown
		if !slices.Contains(only, usageImages) {
			usage.Images = unknown
		}
	}
	return found, nil
}

// usageReader decodes /system/df in both forms: since API 1.52 it has an object with
// totals for each kind of thing, before that only lists.
type usageReader struct {
	dec   *json.Decoder
	in    *model.Interner
	found diskUsage
}

func newUsageReader(dec *json.Decoder) *usageReader {
	return &usageReader{dec: dec, in: model.NewInterner(), found: diskUsage{
		usage:    &model.Usage{OfContainer: map[model.ContainerID]model.ContainerUsage{}},
		shared:   map[model.ImageID]int64{},
		writable: map[model.ContainerID]int64{},
	}}
}

func (r *usageReader) field(name string) error {
	usage := r.found.usage
	switch name {
	case "LayersSize":
		return r.dec.Decode(&usage.Images.Size)
	case "Images":
		return jsonstream.Elements(r.dec, r.image)
	case "Containers":
		return jsonstream.Elements(r.dec, r.container)
	case "Volumes":
		return jsonstream.Elements(r.dec, r.volume)
	case "BuildCache":
		return jsonstream.Elements(r.dec, r.cacheRecord)
	case "ImageUsage":
		return r.section(&usage.Images, r.image)
	case "ContainerUsage":
		return r.section(&usage.Containers, r.container)
	case "VolumeUsage":
		return r.section(&usage.Volumes, r.volume)
	case "BuildCacheUsage":
		return r.cacheSection()
	}
	return jsonstream.Skip(r.dec)
}

// section decodes one kind of thing in the newer form. The engine's own totals replace
// the sums over the items.
func (r *usageReader) section(totals *model.Totals, item func() error) error {
	var told model.Totals
	err := jsonstream.Fields(r.dec, func(name string) error {
		switch name {
		case "TotalCount":
			return r.dec.Decode(&told.Count)
		case "ActiveCount":
			return r.dec.Decode(&told.Active)
		case "TotalSize":
			return r.dec.Decode(&told.Size)
		case "Reclaimable":
			return r.dec.Decode(&told.Reclaimable)
		case "Items":
			return jsonstream.Elements(r.dec, item)
		}
		return jsonstream.Skip(r.dec)
	})
	*totals = told
	return err
}

// cacheSection decodes the build cache in the newer form. Its sums have the bytes of shared
// records in them, which images count too, so the sums over the records are kept.
func (r *usageReader) cacheSection() error {
	var told model.Totals
	if err := r.section(&told, r.cacheRecord); err != nil {
		return err
	}
	if usage := r.found.usage; len(usage.Cache) == 0 {
		usage.BuildCache = told // no records were sent
	}
	return nil
}

// image counts an image as docker system df does: images that no container uses give
// back what they don't share.
func (r *usageReader) image() error {
	var item struct {
		ID         string `json:"Id"`
		Containers int64
		Size       int64
		SharedSize *int64
		Labels     map[string]string
	}
	if err := r.dec.Decode(&item); err != nil || wire.IsHelper(item.Labels) {
		return err
	}
	shared := model.Unknown
	if item.SharedSize != nil {
		shared = wire.CountOrUnknown(*item.SharedSize)
	}
	totals := &r.found.usage.Images
	totals.Count++
	r.found.imageBytes += max(0, item.Size)
	switch {
	case item.Containers > 0:
		totals.Active++
	case item.Containers == 0 && item.Size >= 0 && shared >= 0:
		totals.Reclaimable += item.Size - shared
	}
	if shared >= 0 {
		r.found.shared[wire.ImageID(item.ID)] = shared
	}
	return nil
}

func (r *usageReader) container() error {
	var item struct {
		containerSummary
		Command string
		Mounts  []struct{ Driver string }
	}
	if err := r.dec.Decode(&item); err != nil || wire.IsHelper(item.Labels) {
		return err
	}
	c := item.container()
	detail := model.ContainerUsage{Command: r.in.Text(item.Command)}
	for _, mount := range item.Mounts {
		if mount.Driver == "local" {
			detail.Volumes++
		}
	}
	r.found.usage.OfContainer[c.ID] = detail
	size := max(0, c.Size) // an empty writable layer has no size
	totals := &r.found.usage.Containers
	totals.Count++
	totals.Size += size
	if c.State.Running() {
		totals.Active++
	} else {
		totals.Reclaimable += size
	}
	r.found.writable[c.ID] = size
	return nil
}

func (r *usageReader) volume() error {
	var item volumeSummary
	if err := r.dec.Decode(&item); err != nil {
		return err
	}
	volume := item.volume(r.in)
	usage := r.found.usage
	usage.Volumes.Count++
	if item.UsageData != nil {
		volume.Size, volume.Users = wire.CountOrUnknown(item.UsageData.Size), wire.CountOrUnknown(item.UsageData.RefCount)
		usage.Volumes.Size += max(0, volume.Size)
		if volume.Users > 0 {
			usage.Volumes.Active++
		} else {
			usage.Volumes.Reclaimable += max(0, volume.Size)
		}
	}
	usage.VolumeList = append(usage.VolumeList, volume)
	return nil
}

// cacheRecord counts a record as docker system df does: the bytes of shared records
// belong to images.
func (r *usageReader) cacheRecord() error {
	var item struct {
		ID, Type, Description string
		InUse, Shared         bool
		Size, UsageCount      int64
		CreatedAt, LastUsedAt string

		Parent        string   // before API 1.42
		Parents       []string // as documented
		SpacedParents []string `json:" Parents"` // as engines send it (moby, api/types/build/cache.go)
	}
	if err := r.dec.Decode(&item); err != nil {
		return err
	}
	record := &model.CacheRecord{
		ID:          model.Clean(item.ID),
		Parents:     cacheParents(item.Parent, item.Parents, item.SpacedParents),
		Type:        r.in.Text(item.Type),
		Description: model.Clean(item.Description),
		InUse:       item.InUse,
		Shared:      item.Shared,
		Size:        wire.CountOrUnknown(item.Size),
		Created:     wire.Time(item.CreatedAt),
		LastUsed:    wire.Time(item.LastUsedAt),
		Uses:        item.UsageCount,
	}
	if record.InUse && record.Size == 0 {
		record.Size = model.Unknown // BuildKit writes 0 of what a build is changing
	}
	usage := r.found.usage
	usage.BuildCache.Count++
	if record.InUse {
		usage.BuildCache.Active++
	}
	if !record.Shared {
		usage.BuildCache.Size += max(0, record.Size)
		if !record.InUse {
			usage.BuildCache.Reclaimable += max(0, record.Size)
		}
	}
	usage.Cache = append(usage.Cache, record)
	return nil
}

// cacheParents returns the IDs of the records below one, each once, by any of the names that
// engines have for them.
func cacheParents(parent string, lists ...[]string) []string {
	var parents []string
	for _, id := range append(slices.Concat(lists...), parent) {
		if id = model.Clean(id); id != "" && !slices.Contains(parents, id) {
			parents = append(parents, id)
		}
	}
	return parents
}
