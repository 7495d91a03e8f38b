package query

import (
	"cmp"
	"slices"
	"strings"

	"github.com/distribution/reference"

	"jettison/model"
)

// maxNear is how many near names a person is offered.
const maxNear = 5

// Find finds the one image that a person means by a reference, which as docker
// has it is of the tag latest when it names none, or by an ID or its beginning.
// ref is the row's reference when a tag was named, else empty. When there is no
// such image, or several, near are references that may be meant.
func Find(inv *model.Inventory, name string) (image *model.Image, ref string, near []string) {
	if named, err := reference.ParseNormalizedNamed(name); err == nil {
		ref := reference.FamiliarString(reference.TagNameOnly(named))
		if image, ok := inv.ByRef(ref); ok {
			if !slices.Contains(image.Tags, ref) {
				ref = "" // a digest
			}
			return image, ref, nil
		}
	}
	found := resolveImages(inv, name)
	slices.SortFunc(found, func(a, b *model.Image) int {
		return cmp.Or(b.Created.Compare(a.Created), strings.Compare(string(a.ID), string(b.ID)))
	})
	found = slices.Compact(found)
	if len(found) == 1 && isHexName(name) {
		return found[0], "", nil
	}
	if len(found) == 0 {
		if repo := nearRepository(inv, name); repo != "" {
			found = resolveImages(inv, repo)
		}
	}
	for _, image := range found {
		if len(near) < maxNear && !image.Dangling() {
			near = append(near, image.Name())
		}
	}
	return nil, "", near
}

// isHexName reports whether a name is an ID or its beginning.
func isHexName(name string) bool { return isHex(hexID(model.ImageID(name))) }
