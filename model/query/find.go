package query

import (
	"cmp"
	"slices"
	"strings"

	"github.com/distribution/reference"

	"jettison/model"
)

// maxNear limits the suggestions that a person is offered.
const maxNear = 5

// Find finds the one image that a person names by a reference, whose tag is
// latest unless stated, as with docker, or by an ID or the beginning of one. ref
// is the row's reference if the name is that of a row, else empty. If no image
// or several have the name, near holds references that may be meant.
func Find(inv *model.Inventory, name string) (image *model.Image, ref string, near []string) {
	if named, err := reference.ParseNormalizedNamed(name); err == nil {
		ref := reference.FamiliarString(reference.TagNameOnly(named))
		if image, ok := inv.ByRef(ref); ok {
			if !slices.Contains(image.Refs(), ref) {
				ref = "" // a digest that is no name of its own
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
		if len(near) < maxNear && !image.Unnamed() {
			near = append(near, image.Refs()[0])
		}
	}
	return nil, "", near
}

// isHexName reports whether a name is an ID or the beginning of one.
func isHexName(name string) bool { return isHex(hexID(model.ImageID(name))) }
