package inventory

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"

	"jettison/dockerx"
	"jettison/dockerx/internal/jsonstream"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// imageSummary is what is read of an element of /images/json.
type imageSummary struct {
	ID          string `json:"Id"`
	ParentID    string `json:"ParentId"`
	RepoTags    []string
	RepoDigests []string
	Created     int64
	Size        int64
	SharedSize  *int64
	Labels      map[string]string
	Manifests   []wire.Manifest // containerd store, API 1.47 and newer
}

// reset empties the summary for the next element and keeps its memory.
func (s *imageSummary) reset() {
	clear(s.Labels)
	*s = imageSummary{RepoTags: s.RepoTags[:0], RepoDigests: s.RepoDigests[:0], Labels: s.Labels}
}

// image converts a list entry to the model.
func (s *imageSummary) image(in *model.Interner) *model.Image {
	image := &model.Image{
		ID:         wire.ImageID(s.ID),
		Parent:     wire.ImageID(s.ParentID),
		Created:    wire.UnixBuildTime(s.Created),
		Size:       s.Size,
		SharedSize: model.Unknown,
		Labels:     in.Labels(s.Labels),
	}
	if s.SharedSize != nil {
		image.SharedSize = wire.CountOrUnknown(*s.SharedSize)
	}
	image.Tags, image.Digests = wire.Refs(s.RepoTags, s.RepoDigests)
	image.Manifests = wire.Manifests(s.Manifests)
	return image
}

// images lists all images, including hidden parents. Engines before API 1.42 ignore
// shared and leave SharedSize unknown. Those that keep no manifests ignore that these are
// asked for; others work them out in any case.
func (c fetcher) images(ctx context.Context, shared bool) ([]*model.Image, error) {
	query := url.Values{"all": {"1"}, "manifests": {"1"}}
	if shared {
		query.Set("shared-size", "1")
	}
	var images []*model.Image
	in, podman := model.NewInterner(), c.KnownEngine().Store == model.StorePodman
	err := dockerx.RetryTransient(ctx, func() error {
		images = images[:0]
		return c.eachImage(ctx, query, func(s *imageSummary) {
			if wire.IsHelper(s.Labels) {
				return
			}
			image := s.image(in)
			if podman {
				image.DigestNames = wire.DigestNames(s.RepoTags)
			}
			images = append(images, image)
		})
	})
	// No engine lists one twice: one counts. An inventory sorts them by ID anyway.
	byID := func(a, b *model.Image) int { return strings.Compare(string(a.ID), string(b.ID)) }
	slices.SortFunc(images, byID)
	return slices.CompactFunc(images, func(a, b *model.Image) bool { return a.ID == b.ID }), err
}

// eachImage decodes /images/json and calls each for every entry, which is only valid
// during the call.
func (c fetcher) eachImage(ctx context.Context, query url.Values, each func(*imageSummary)) error {
	return c.Get(ctx, "/images/json", query, func(body io.Reader) error {
		dec := json.NewDecoder(body)
		var summary imageSummary
		return jsonstream.Elements(dec, func() error {
			summary.reset()
			if err := dec.Decode(&summary); err != nil {
				return err
			}
			if !wire.IsID(summary.ID) {
				return &jsonstream.ShapeError{Want: "ID", Got: summary.ID}
			}
			each(&summary)
			return nil
		})
	})
}
