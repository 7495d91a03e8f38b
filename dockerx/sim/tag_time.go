package sim

import (
	"time"

	"jettison/model"
)

// giveTag gives an image a tag and notes when. A graphdriver store notes it for the image,
// also when it has the tag already; the containerd store with the record of each name, which
// stays as it is for a name that the image has.
func (e *Engine) giveTag(img *image, ref string) {
	if e.opts.Store != model.StoreContainerd {
		img.LastTagged = e.now()
	} else if e.st.refs[ref] != img {
		if img.named == nil {
			img.named = map[string]time.Time{}
		}
		img.named[ref] = e.now()
	}
	e.st.tag(img, ref)
}

// lastTagged returns when an image was last given a tag, of those that it has.
func (e *Engine) lastTagged(img *image) time.Time {
	if len(img.named) == 0 {
		return img.LastTagged
	}
	last, loaded := time.Time{}, len(img.Tags) == 0
	for _, tag := range img.Tags {
		at, known := img.named[tag]
		if loaded = loaded || !known; at.After(last) {
			last = at
		}
	}
	if loaded && img.LastTagged.After(last) {
		return img.LastTagged
	}
	return last
}
