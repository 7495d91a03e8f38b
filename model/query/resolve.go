package query

import (
	"slices"
	"strings"

	"jettison/model"
	"jettison/model/reference"
)

// resolve returns the images that a value of ancestor or base-of names, and
// notes when there are none.
func (c *compiler) resolve(n comparison) []*model.Image {
	wanted := n.value.String()
	images := resolveImages(c.env.Inventory, wanted)
	if len(images) == 0 {
		at := n.at
		c.unresolved = append(c.unresolved, newError(c.text, at, nearRepository(c.env.Inventory, wanted),
			"no image here is named %#q", wanted))
	}
	return images
}

// resolveImages returns the images with a name: a reference; a repository, with
// all of its tags; a glob for either; or an ID or the beginning of IDs, of at
// least four digits.
func resolveImages(inv *model.Inventory, wanted string) []*model.Image {
	if image, ok := inv.ByRef(reference.Familiar(wanted)); ok {
		return []*model.Image{image}
	}
	if _, p := compileGlob(wanted); p == nil {
		test, _ := newNameTest(opGlob, wanted)
		var found []*model.Image
		rows := inv.Rows()
		for i := range rows {
			row := &rows[i]
			if row.Repo != model.None && (test(row.Repo) || row.Ref != "" && test(row.Ref)) {
				found = append(found, row.Image)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	hex := strings.ToLower(strings.TrimPrefix(wanted, "sha256:"))
	if len(hex) < minIDPrefix || !isHex(hex) {
		return nil
	}
	images := inv.Images()
	start, end := 0, len(images)
	if prefix := "sha256:" + hex; len(images) > 0 && strings.HasPrefix(string(images[0].ID), "sha256:") {
		start, _ = slices.BinarySearchFunc(images, prefix, func(image *model.Image, prefix string) int {
			return strings.Compare(string(image.ID), prefix)
		})
	}
	var found []*model.Image
	for _, image := range images[start:end] {
		if strings.HasPrefix(hexID(image.ID), hex) {
			found = append(found, image)
		}
	}
	return found
}

// nearRepository returns the reference or repository that was probably meant,
// empty if none is near.
func nearRepository(inv *model.Inventory, wanted string) string {
	repo, tag := reference.Split(wanted)
	var repos []string
	rows := inv.Rows()
	for i := range rows {
		if len(repos) == 0 || repos[len(repos)-1] != rows[i].Repo {
			repos = append(repos, rows[i].Repo)
		}
	}
	near := repo
	if _, ok := slices.BinarySearch(repos, repo); !ok {
		if near = Nearest(repo, repos); near == "" {
			return ""
		}
	}
	if _, ok := inv.ByRef(near + ":" + tag); ok {
		return near + ":" + tag
	}
	return near
}
