package model

import (
	"strings"

	"jettison/model/reference"
)

// Key is the identity of a row and of a mark: a reference on the image that it
// named, an untagged image, or another thing. When a tag moves, the key is gone,
// so that a mark never follows a tag to an image that nobody chose.
type Key struct {
	Target
	Ref string // "repo:tag" or "repo@sha256:…" of an image; empty for what has none
	// Platform is the digest of the manifest of one platform of an image; empty for the
	// image itself.
	Platform string
}

// ImageKey is the key of a reference on an image, or with an empty one that of an
// untagged image.
func ImageKey(id ImageID, ref string) Key { return Key{Target: id.Target(), Ref: ref} }

// PlatformKey is the key of one platform of an image, by the digest of its manifest. It has
// no row.
func PlatformKey(id ImageID, digest string) Key { return Key{Target: id.Target(), Platform: digest} }

// Row is one line of the image list: a reference, or an image that has none.
type Row struct {
	Image *Image
	Ref   string // "repo:tag" or "repo@sha256:…"; empty for an image without references
	Repo  string // "<none>" when there is none
	Tag   string // "<none>" when there is none, as of a digest reference
}

// Key is the row's identity.
func (r *Row) Key() Key { return ImageKey(r.Image.ID, r.Ref) }

// First reports whether the row is the first one of its image.
func (r *Row) First() bool {
	return r.Ref == "" || len(r.Image.Tags) > 0 && r.Ref == r.Image.Tags[0] ||
		len(r.Image.Tags) == 0 && r.Ref == r.Image.DigestRefs()[0]
}

// Label is what tells the row from the others of its repository: the tag, or the
// digest in short after an "@", or the short ID of an image without references.
func (r *Row) Label() string {
	switch {
	case r.Ref == "":
		return r.Image.ID.Short()
	case r.Tag == None:
		return strings.TrimPrefix(reference.Short(r.Ref), r.Repo)
	}
	return r.Tag
}

// None stands for a missing repository or tag, as docker writes it.
const None = "<none>"
