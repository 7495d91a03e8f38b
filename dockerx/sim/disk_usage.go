package sim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/api/types/volume"

	"jettison/model"
	"jettison/model/modeltest"
)

// listedUsage is the answer of /system/df before API 1.52. From 1.52 on, the lists are part of
// it unless the client asks for the new form alone.
type listedUsage struct {
	LayersSize int64
	Images     []*summary
	Containers []*containerSummary
	Volumes    []*volume.Volume
	BuildCache []*cacheRecord
	// BuilderSize is what engines before 23 added.
	BuilderSize *int64 `json:",omitempty"`
}

// diskUsage serves /system/df.
func (e *Engine) diskUsage(c *call) (reply, error) {
	objects := c.query["type"]
	if olderThan(c.api, "1.42") {
		objects = nil
	}
	for _, object := range objects {
		if !slices.Contains([]string{"container", "image", "volume", "build-cache"}, object) {
			return fail(http.StatusBadRequest, "unknown object type: "+object)
		}
	}
	asked := func(object string) bool { return len(objects) == 0 || slices.Contains(objects, object) }
	var answer listedUsage
	if asked("image") {
		answer.Images = e.imageSummaries(c, listOptions{shared: true, counted: true, usage: true})
		e.mu.Lock()
		answer.LayersSize = e.layersSize()
		e.mu.Unlock()
	}
	if asked("container") {
		answer.Containers = e.containerSummaries(c, containerOptions{all: true, size: true})
	}
	if asked("volume") {
		answer.Volumes = e.volumes(true)
	}
	if asked("build-cache") {
		answer.BuildCache = e.cacheRecords(c.api)
	}
	switch {
	case e.legacy:
		var size int64
		for _, r := range answer.BuildCache {
			size += r.Size
		}
		answer.BuilderSize = &size
		if len(answer.BuildCache) == 0 {
			answer.BuildCache = nil
		}
	case !olderThan(c.api, "1.52"):
		return ok(answer.totalled(!c.boolean("verbose")))
	case e.since29():
		return ok(answer.trimmed())
	}
	return ok(answer)
}

// cacheRecord is a record as /system/df has it. Its parents are a list of which the API says
// with a space in front that it is "Parents"; before API 1.42 there was one, "Parent", which
// newer engines leave out for such clients.
type cacheRecord struct {
	build.CacheRecord
	Parent *string `json:",omitempty"`
}

func (e *Engine) cacheRecords(api string) []*cacheRecord {
	e.mu.Lock()
	defer e.mu.Unlock()
	records := make([]*cacheRecord, 0, len(e.st.world.Cache))
	for _, r := range e.st.world.Cache {
		record := &cacheRecord{CacheRecord: build.CacheRecord{
			ID: r.ID, Type: r.Type, Description: r.Description, InUse: r.InUse, Shared: r.Shared,
			Size: max(0, r.Size), CreatedAt: r.Created.UTC(), UsageCount: int(r.Uses),
		}}
		if !olderThan(api, "1.42") {
			record.Parents = r.Parents
		} else if e.legacy {
			parent := strings.Join(r.Parents[:min(1, len(r.Parents))], "")
			record.Parent = &parent
		}
		if !r.LastUsed.IsZero() {
			used := r.LastUsed.UTC()
			record.LastUsedAt = &used
		}
		records = append(records, record)
	}
	return records
}

// mounts returns the volumes and images that a container mounts as its list entry has them.
func (e *Engine) mounts(c *modeltest.Container) []containerMount {
	mounts := make([]containerMount, 0, len(c.Volumes)+len(c.Mounts))
	for _, name := range c.Volumes {
		mounts = append(mounts, containerMount{
			Type: "volume", Name: name, Driver: "local", RW: true,
			Source:      "/var/lib/docker/volumes/" + name + "/_data",
			Destination: "/" + strings.TrimPrefix(name, "/"), Mode: "z",
		})
	}
	return append(mounts, e.imageMounts(c)...)
}

// containerMount is a mount of a container.
type containerMount struct {
	Type, Name, Source, Destination, Driver, Mode string
	RW                                            bool
	Propagation                                   string
}

// podman reports whether the engine is Podman's compatible service.
func (e *Engine) podman() bool { return e.opts.Store == model.StorePodman }
