package query

import (
	"slices"

	"jettison/model"
)

// relation judges how a row's image is related to any of the images that are
// meant, of which there is one at least.
type relation func(inv *model.Inventory, meant []*model.Image) predicate

// relationKind compares with images that are named.
func relationKind(r relation) kind {
	return kindOf[text]{
		globOperator(), parseText,
		func(c *compiler, n comparison, _ text) compiled {
			meant := c.resolve(n)
			if len(meant) == 0 {
				return compiled{undecided, costLookup}
			}
			return compiled{r(c.env.Inventory, meant), costLookup}
		},
		func(c *completer, f field, tok token) {
			c.values(f, tok, func(inv *model.Inventory) []existing { return references{}.values(inv, tok.value) })
		},
	}
}

// builtOn judges whether a row's image was built on one of the bases.
func builtOn(inv *model.Inventory, bases []*model.Image) predicate {
	tops := layerSet{layers: map[*model.Layer]bool{}}
	sure := true
	for _, base := range bases {
		sure = sure && base.Layered
		tops.add(base.Top)
	}
	children := descendants(inv, bases)
	return func(row *model.Row) truth {
		image := row.Image
		if image.Top != nil && tops.below(image.Top) || image.Parent != "" && children[image.ID] {
			return yes
		}
		if !sure || !image.Layered {
			return unknown
		}
		return no
	}
}

// undecided judges by an image that is not in the inventory: others may stand
// on its layers all the same.
func undecided(*model.Row) truth { return unknown }

// descendants are the images that name one of the bases as their parent,
// directly or through others.
func descendants(inv *model.Inventory, bases []*model.Image) map[model.ImageID]bool {
	found := map[model.ImageID]bool{}
	for queue := slices.Clone(bases); len(queue) > 0; {
		image := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, child := range inv.Children(image.ID) {
			if !found[child.ID] {
				found[child.ID] = true
				queue = append(queue, child)
			}
		}
	}
	return found
}

// baseOf judges whether one of the images was built on a row's image.
func baseOf(inv *model.Inventory, images []*model.Image) predicate {
	below := map[*model.Layer]bool{}
	parents := map[model.ImageID]bool{}
	sure := true
	for _, image := range images {
		sure = sure && image.Layered
		addBelow(below, image.Top)
		addParents(inv, parents, image)
	}
	return func(row *model.Row) truth {
		if row.Image.Top != nil && below[row.Image.Top] || parents[row.Image.ID] {
			return yes
		}
		if !sure || !row.Image.Layered {
			return unknown
		}
		return no
	}
}

// addBelow adds the layers that a layer stands on.
func addBelow(below map[*model.Layer]bool, top *model.Layer) {
	if top == nil {
		return
	}
	for layer := top.Below; layer != nil && !below[layer]; layer = layer.Below {
		below[layer] = true
	}
}

func addParents(inv *model.Inventory, parents map[model.ImageID]bool, image *model.Image) {
	for id := image.Parent; id != "" && !parents[id]; {
		parents[id] = true
		parent, ok := inv.Image(id)
		if !ok {
			return
		}
		id = parent.Parent
	}
}

// leaf judges whether nothing was built on a row's image. Of an image whose
// layers are not known, and of all while some image's are not, only the
// opposite can be certain.
func leaf(c *compiler) compiled {
	inv := c.env.Inventory
	below := map[*model.Layer]bool{}
	for _, image := range inv.Images() {
		addBelow(below, image.Top)
	}
	sure := inv.Layered()
	return compiled{func(row *model.Row) truth {
		image := row.Image
		switch {
		case image.Top != nil && below[image.Top], len(inv.Children(image.ID)) > 0:
			return no
		case !sure:
			return unknown
		}
		return yes
	}, costLookup}
}
