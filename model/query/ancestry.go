package query

import (
	"slices"

	"jettison/model"
	"jettison/model/layers"
)

// relation judges whether a row's image is related to any of the given images,
// of which there is at least one.
type relation func(inv *model.Inventory, meant []*model.Image) predicate[*model.Row]

func (relation) takes(op operator) bool { return op == opGlob }

func (relation) refuse(f *field, _ operator) (why string, instead operator) {
	return refuseComparison(f)
}

func (relation) parse(op operator, s string) (value, *problem) { return checked(parseText(op, s)) }

func (r relation) compile(c *compiler, n comparison) compiled[*model.Row] {
	meant := c.resolve(n)
	if len(meant) == 0 {
		return compiled[*model.Row]{undecided, costLookup}
	}
	return compiled[*model.Row]{r(c.env.Inventory, meant), costLookup}
}

func (relation) complete(c *completer, tok token) { c.values(tok, references{}.values) }

// relatedBy returns the type of fields whose values are names of images.
func relatedBy(r relation) valueType[*model.Row] { return r }

// builtOn judges whether a row's image was built on one of the bases.
func builtOn(inv *model.Inventory, bases []*model.Image) predicate[*model.Row] {
	tops := layerSet{layers: map[*layers.Layer]bool{}}
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

// undecided is the answer when the named image is not in the inventory: others
// may be built on its layers all the same.
func undecided(*model.Row) truth { return unknown }

// descendants returns the images whose parent, direct or indirect, is one of the
// bases.
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
func baseOf(inv *model.Inventory, images []*model.Image) predicate[*model.Row] {
	below := map[*layers.Layer]bool{}
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

// addBelow adds every layer below top.
func addBelow(below map[*layers.Layer]bool, top *layers.Layer) {
	if top == nil {
		return
	}
	for layer := top.Below; layer != nil && !below[layer]; layer = layer.Below {
		below[layer] = true
	}
}

// addParents adds the direct and indirect parents of an image.
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

// leaf is the state of images that nothing was built on. Until the layers of all
// images are known, it can be sure of the opposite only.
type leaf struct{}

func (leaf) judge(c *compiler) compiled[*model.Row] {
	inv := c.env.Inventory
	below := map[*layers.Layer]bool{}
	for _, image := range inv.Images() {
		addBelow(below, image.Top)
	}
	sure := inv.Layered()
	return compiled[*model.Row]{func(row *model.Row) truth {
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
