package model

import (
	"slices"
	"strings"

	"github.com/distribution/reference"
)

// ImageName returns the present name of a container's image: the reference that
// the container was created from while that still names the image, else the
// short ID. named reports whether it is a reference.
func (inv *Inventory) ImageName(c *Container) (name string, named bool) {
	image, ok := inv.byID[c.Image]
	if !ok || c.ImageRef == "" {
		return c.Image.Short(), false
	}
	if names(image, c.ImageRef) {
		return c.ImageRef, true
	}
	if full, ok := fullRef(c.ImageRef); ok && names(image, full) {
		return c.ImageRef, true
	}
	return c.Image.Short(), false
}

// WasNamed is the reference that a container was created from when it does not
// name the container's image any more; empty when it does, or when it never
// was a name.
func (inv *Inventory) WasNamed(c *Container) string {
	if _, named := inv.ImageName(c); named || c.ImageRef == "" {
		return ""
	}
	hex := strings.TrimPrefix(c.ImageRef, "sha256:")
	if own := strings.TrimPrefix(string(c.Image), "sha256:"); len(hex) >= 4 && strings.HasPrefix(own, hex) {
		return ""
	}
	return c.ImageRef
}

func names(image *Image, ref string) bool {
	return slices.Contains(image.Tags, ref) || slices.Contains(image.Digests, ref)
}

// fullRef is a reference as image lists have it: familiar, and with the tag
// "latest" when it has none.
func fullRef(ref string) (string, bool) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return "", false
	}
	return reference.FamiliarString(reference.TagNameOnly(named)), true
}
