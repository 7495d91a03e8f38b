package model

import (
	"slices"
	"strings"
)

// Refs are the references by which the image is kept, each of which goes by itself:
// its tags, then its DigestRefs. They must not be changed.
func (i *Image) Refs() []string {
	digests := i.DigestRefs()
	if len(digests) == 0 {
		return i.Tags
	}
	return slices.Concat(i.Tags, digests)
}

// DigestRefs are the digest references that keep the image although its tags go, sorted.
// Docker removes the digests of a repository with its last tag there, so that only those
// of other repositories do. Podman tells which ones are names of their own. They must not
// be changed.
func (i *Image) DigestRefs() []string {
	if i.DigestNames != nil {
		return i.DigestNames
	}
	var refs []string
	for _, ref := range i.Digests {
		repo, _, _ := strings.Cut(ref, "@")
		if !i.taggedIn(repo) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// taggedIn reports whether the image has a tag in a repository.
func (i *Image) taggedIn(repo string) bool {
	return slices.ContainsFunc(i.Tags, func(tag string) bool {
		rest, ok := strings.CutPrefix(tag, repo)
		return ok && strings.HasPrefix(rest, ":") && !strings.Contains(rest, "/")
	})
}

// hasRef reports whether a reference keeps the image.
func (i *Image) hasRef(ref string) bool {
	return slices.Contains(i.Tags, ref) || slices.Contains(i.DigestRefs(), ref)
}

// rowCount is the number of rows of the image, if it is not hidden.
func (i *Image) rowCount() int { return max(1, len(i.Tags)+len(i.DigestRefs())) }

// Keys are the keys of the rows of the image, if it is not hidden.
func (i *Image) Keys() []Key {
	refs := i.Refs()
	if len(refs) == 0 {
		return []Key{ImageKey(i.ID, "")}
	}
	keys := make([]Key, len(refs))
	for at, ref := range refs {
		keys[at] = ImageKey(i.ID, ref)
	}
	return keys
}
