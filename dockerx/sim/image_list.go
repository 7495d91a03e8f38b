package sim

import (
	"maps"
	"slices"
	"strings"
	"time"

	imagetypes "github.com/moby/moby/api/types/image"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/model/reference"
)

// timeLayout is how engines write times.
const timeLayout = time.RFC3339Nano

// summary is an entry of the image list, with the field that API versions
// before 1.44 had.
type summary struct {
	imagetypes.Summary
	VirtualSize *int64 `json:"VirtualSize,omitempty"`
}

// listOptions say which images a list has, and with which fields.
type listOptions struct {
	all     bool
	shared  bool // with shared sizes
	counted bool // with the number of containers
	usage   bool // for /system/df
	each    bool // with the manifests of each image
	filters filters
	built   span // when its images were built
}

// listImages serves /images/json.
func (e *Engine) listImages(c *call) (reply, error) {
	wanted, err := parseFilters(c, "dangling", "label", "reference", "before", "since", "until")
	if err != nil {
		return reply{}, err
	}
	if _, _, err := wanted.flag("dangling"); err != nil {
		return reply{}, err
	}
	built, err := e.built(wanted)
	if err != nil {
		return reply{}, err
	}
	return ok(e.imageSummaries(c, listOptions{
		all:     c.boolean("all"),
		shared:  c.boolean("shared-size") && !e.legacy,
		counted: e.opts.Store == model.StorePodman || !olderThan(c.api, "1.51"),
		each:    c.boolean("manifests") && !olderThan(c.api, "1.47"),
		filters: wanted,
		built:   built,
	}))
}

// imageSummaries lists images, the newest first.
func (e *Engine) imageSummaries(c *call, opts listOptions) []*summary {
	e.mu.Lock()
	defer e.mu.Unlock()
	listed := make([]*image, 0, len(e.st.images))
	for _, id := range e.st.ids {
		if img := e.st.images[id]; e.lists(img, opts) {
			listed = append(listed, img)
		}
	}
	slices.SortStableFunc(listed, func(a, b *image) int { return b.Created.Compare(a.Created) })
	var sharers []int32
	if opts.shared {
		sharers = e.sharers(listed)
	}
	summaries := make([]*summary, 0, len(listed))
	for _, img := range listed {
		summaries = append(summaries, e.summary(c, img, opts, sharers))
	}
	return summaries
}

// lists reports whether a list has an image.
func (e *Engine) lists(img *image, opts listOptions) bool {
	if !opts.all && img.hidden() {
		return false
	}
	if dangling, set, _ := opts.filters.flag("dangling"); set && dangling != e.dangling(img) {
		return false
	}
	return opts.filters.labels(img.Labels) && opts.filters.references(img.Tags) && opts.built.has(img.Created)
}

// sharers counts the images of each layer. Graphdriver stores count hidden images too, the
// containerd store only those that are listed.
func (e *Engine) sharers(listed []*image) []int32 {
	counts := make([]int32, len(e.st.holders))
	count := func(img *image) {
		for layer := img.History.Top(); layer != nil; layer = layer.Below {
			counts[layer.Index]++
		}
	}
	if e.opts.Store == model.StoreContainerd {
		for _, img := range listed {
			count(img)
		}
		return counts
	}
	for _, img := range e.st.images {
		count(img)
	}
	return counts
}

func (e *Engine) summary(c *call, img *image, opts listOptions, sharers []int32) *summary {
	s := &summary{Summary: imagetypes.Summary{
		ID: string(img.ID), ParentID: string(img.Parent), Created: img.Created.Unix(),
		Labels:     maps.Clone(img.Labels),
		Containers: -1, SharedSize: -1, Size: e.listSize(img),
	}}
	s.RepoTags, s.RepoDigests = e.listedTags(c, img, opts), e.listedDigests(c, img, opts)
	if opts.counted {
		s.Containers = int64(len(img.users))
	}
	if opts.shared {
		s.SharedSize = e.sharedSize(img, sharers)
	}
	switch e.opts.Store {
	case model.StorePodman:
		s.ParentID = e.podmanParent(img)
		if opts.usage {
			s.ID = bare(img.ID)
		}
	case model.StoreContainerd:
		if opts.usage || !olderThan(c.api, "1.48") {
			s.Descriptor = descriptor(img)
		}
		if opts.each {
			s.Manifests = e.manifests(img)
		}
	case model.StoreGraph, model.StoreUnknown:
	}
	if olderThan(c.api, "1.44") {
		size := s.Size
		s.VirtualSize = &size
	}
	return s
}

// podmanParent is the ID of an image's parent, which Podman finds among the images that are
// there; empty for none.
func (e *Engine) podmanParent(img *image) string {
	if _, there := e.st.images[img.Parent]; !there {
		return ""
	}
	return bare(img.Parent)
}

// bare returns an ID without its algorithm, as Podman writes it.
func bare(id model.ImageID) string { return strings.TrimPrefix(string(id), "sha256:") }

// listedTags returns the tags as the store and the API version write them.
func (e *Engine) listedTags(c *call, img *image, opts listOptions) []string {
	switch {
	case derivesDigests(e.opts.Store) && img.refCount() > 0:
		return img.refs()
	case len(img.Tags) > 0:
		return slices.Clone(img.Tags)
	case e.opts.Store == model.StorePodman:
		return nil
	case e.saysNone(c, img, opts):
		return []string{"<none>:<none>"}
	case opts.usage, e.opts.Store == model.StoreGraph && olderThan(c.api, "1.43"):
		return nil
	}
	return []string{}
}

func (e *Engine) listedDigests(c *call, img *image, opts listOptions) []string {
	digests := e.digests(img)
	switch {
	case len(digests) > 0:
		return digests
	case e.saysNone(c, img, opts):
		return []string{"<none>@<none>"}
	case e.legacy || opts.usage && e.opts.Store != model.StorePodman:
		return nil
	}
	return []string{}
}

// saysNone reports whether an image without references is listed with <none> as
// before API 1.43. The disk usage of newer engines does so in no version.
func (e *Engine) saysNone(c *call, img *image, opts listOptions) bool {
	return e.opts.Store != model.StorePodman && img.refCount() == 0 && olderThan(c.api, "1.43") && (e.legacy || !opts.usage)
}

// dangling reports whether the store counts an image as dangling: graphdriver stores do
// although it has a digest.
func (e *Engine) dangling(img *image) bool {
	return img.refCount() == 0 || !derivesDigests(e.opts.Store) && len(img.Tags) == 0
}

// digests are the image's digest references: those that a registry gave, and on stores
// other than graphdrivers one for each repository.
func (e *Engine) digests(img *image) []string {
	if !derivesDigests(e.opts.Store) || img.digest == "" {
		return slices.Clone(img.Digests)
	}
	var digests []string
	for _, ref := range slices.Concat(img.Tags, img.Digests) {
		repo, _ := reference.Split(ref)
		if full := repo + "@" + img.digest; !slices.Contains(digests, full) {
			digests = append(digests, full)
		}
	}
	return digests
}

func descriptor(img *image) *ocispec.Descriptor {
	if len(img.Platforms) > 0 {
		return &ocispec.Descriptor{MediaType: ocispec.MediaTypeImageIndex, Digest: digest.Digest(img.ID), Size: indexSize}
	}
	return &ocispec.Descriptor{
		MediaType: ocispec.MediaTypeImageManifest,
		Digest:    digest.Digest(img.ID),
		Size:      manifestSize(img),
	}
}
