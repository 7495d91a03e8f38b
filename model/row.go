package model

// Key is the identity of a row and of a mark: a reference on the image that it
// named, an untagged image, or another thing. When a tag moves, the key is gone,
// so that a mark never follows a tag to an image that nobody chose.
type Key struct {
	Target
	Ref string // "repo:tag" of an image; empty for what has none
}

// ImageKey is the key of a reference on an image, or with an empty one that of an
// untagged image.
func ImageKey(id ImageID, ref string) Key { return Key{Target: id.Target(), Ref: ref} }

// Row is one line of the image list: a reference, or an untagged image.
type Row struct {
	Image *Image
	Ref   string // "repo:tag"; empty for an untagged image
	Repo  string // "<none>" when there is none
	Tag   string // "<none>" when there is none
}

// Key is the row's identity.
func (r *Row) Key() Key { return ImageKey(r.Image.ID, r.Ref) }

// None stands for a missing repository or tag, as docker writes it.
const None = "<none>"
