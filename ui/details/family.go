package details

import (
	"cmp"
	"slices"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/words"
	"jettison/ui/theme"
)

// kinShown limits the descendants that are listed; the rest is counted.
const kinShown = 20

// deepest limits the indentation of the tree.
const deepest = 8

// addFamily shows the ancestors and descendants of the image as a tree.
func (p *Pane) addFamily(g *page) {
	s, inv, image := p.styles, p.snapshot.Inventory, p.image
	lines := lineage(inv, image)
	below := visible(inv, inv.Descendants(image))
	note := ""
	if len(below) > 0 {
		note = words.Plural(len(below), "image") + " built on it"
	}
	g.heading(SectionFamily, "Ancestry", note)
	if !inv.Layered() {
		text := "reading layers" + s.Glyphs.Ellipsis + " there may be more"
		if p.snapshot.Facts[model.FactLayers].Status == model.StatusFailed {
			text = "the layers could not be read: there may be more"
		}
		g.text(s.Dim, text)
	}
	if len(lines) == 0 && len(below) == 0 {
		g.text(s.Dim, "stands alone: built on no image here, and none is built on it")
		return
	}
	prefix := ""
	for depth, same := range lines {
		p.addKin(g, prefix, same, s.Text)
		prefix = theme.Spaces(3*min(depth, deepest)) + s.Glyphs.Last + " "
	}
	g.ends(prefix, p.name(), s.Strong, words.Size(image.Size), s.Strong)
	tree := &kinTree{pane: p, page: g, children: nest(image, below)}
	tree.add(theme.Spaces(3*min(len(lines), deepest)), image.ID, len(lines))
	if more := len(below) - tree.shown; more > 0 {
		g.text(s.Dim, s.Glyphs.Ellipsis+" and "+words.Plural(more, "more image"))
	}
}

// name returns the name of the image in the list.
func (p *Pane) name() string { return cmp.Or(p.ref, p.image.Name()) }

// addKin adds one line for images with the same layers.
func (p *Pane) addKin(g *page, prefix string, same []*model.Image, style theme.Style) {
	name := same[0].Name()
	if more := len(same) - 1; more > 0 {
		name += " and " + words.Plural(more, "other") + " with the same layers"
	}
	g.ends(prefix, name, style, words.Size(same[0].Size), p.styles.Dim)
}

// visible are the images that a person can see in the list.
func visible(inv *model.Inventory, images []*model.Image) []*model.Image {
	return slices.DeleteFunc(images, inv.Hidden)
}

// lineage returns the ancestors of an image from the farthest to the nearest, grouped
// by equal layers.
func lineage(inv *model.Inventory, image *model.Image) [][]*model.Image {
	found := visible(inv, inv.Ancestors(image))
	older := make(map[*model.Image]int, len(found))
	for _, a := range found {
		for _, b := range found {
			if inv.IsAncestor(b, a) {
				older[a]++
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *model.Image) int { return cmp.Compare(older[a], older[b]) })
	var lines [][]*model.Image
	for _, a := range found {
		last := len(lines) - 1
		if last >= 0 && a.Top != nil && lines[last][0].Top == a.Top {
			lines[last] = append(lines[last], a)
			continue
		}
		lines = append(lines, []*model.Image{a})
	}
	return lines
}

// nest puts every descendant below the nearest image that it is built on.
func nest(image *model.Image, below []*model.Image) map[model.ImageID][]*model.Image {
	byID := make(map[model.ImageID]*model.Image, len(below))
	byTop := make(map[*layers.Layer]*model.Image, len(below))
	for _, d := range below {
		byID[d.ID] = d
		if d.Top != nil && byTop[d.Top] == nil {
			byTop[d.Top] = d
		}
	}
	children := map[model.ImageID][]*model.Image{}
	for _, d := range below {
		on := image.ID
		if parent, ok := byID[d.Parent]; ok {
			on = parent.ID
		} else if d.Top != nil {
			for layer := d.Top.Below; layer != nil && layer != image.Top; layer = layer.Below {
				if found := byTop[layer]; found != nil {
					on = found.ID
					break
				}
			}
		}
		children[on] = append(children[on], d)
	}
	for _, list := range children {
		slices.SortFunc(list, func(a, b *model.Image) int { return cmp.Compare(a.Name(), b.Name()) })
	}
	return children
}

// kinTree draws descendants up to a limit.
type kinTree struct {
	pane     *Pane
	page     *page
	children map[model.ImageID][]*model.Image
	shown    int
}

func (t *kinTree) add(prefix string, of model.ImageID, depth int) {
	glyphs := &t.pane.styles.Glyphs
	list := t.children[of]
	for i, child := range list {
		if t.shown == kinShown {
			return
		}
		t.shown++
		branch, trunk := glyphs.Branch+" ", glyphs.Trunk+" "
		if i == len(list)-1 {
			branch, trunk = glyphs.Last+" ", theme.Spaces(3)
		}
		t.page.ends(prefix+branch, child.Name(), t.pane.styles.Text, words.Size(child.Size), t.pane.styles.Dim)
		if depth >= deepest {
			trunk = ""
		}
		t.add(prefix+trunk, child.ID, depth+1)
	}
}
