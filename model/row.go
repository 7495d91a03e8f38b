package model

// Key is the identity of a row and of a mark: a reference on the image that it
// named, or an untagged image. When a tag moves, the key is gone, so that a
// mark never follows a tag to an image that nobody chose.
type Key struct {
	ID  ImageID
	Ref string // "repo:tag"; empty for an untagged image
}

// Row is one line of the image list: a reference, or an untagged image.
type Row struct {
	Image *Image
	Ref   string // "repo:tag"; empty for an untagged image
	Repo  string // "<none>" when there is none
	Tag   string // "<none>" when there is none
}

// Key is the row's identity.
func (r *Row) Key() Key { return Key{ID: r.Image.ID, Ref: r.Ref} }

// None stands for a missing repository or tag, as docker writes it.
const None = "<none>"
