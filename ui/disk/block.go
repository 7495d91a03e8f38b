package disk

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"jettison/model"
	"jettison/model/size"
	"jettison/model/version"
)

// blockKind is the kind of thing that a block of the treemap stands for.
type blockKind uint8

const (
	blockRepository blockKind = iota
	blockImage
	blockShared // layers of several repositories
	blockInner  // layers of several images of one repository only
	blockLayers // a run of shared layers
	blockRest   // the blocks that are too small to draw
)

// block is a rectangle of the treemap before layout.
type block struct {
	kind  blockKind
	id    string // unique within its level
	name  string
	image *model.Image // the image itself, or the one that layers are named after
	rows  []*model.Row // of a repository
	// the numbers of images and of repositories that have it
	images, repositories int
	own                  size.Range
	elsewhere            bool    // the image is in other repositories too
	rest                 []block // of blockRest
}

// The IDs of other blocks. No repository and no image ID starts with a slash.
const (
	sharedID = "/shared"
	innerID  = "/inner"
	restID   = "/rest"
)

const sharedWord = "shared"

// repositoryBlocks returns the top level: a block for each repository, and one for what
// they share.
func repositoryBlocks(d *model.Division) []block {
	blocks := make([]block, 0, len(d.Repositories)+1)
	for i := range d.Repositories {
		part := &d.Repositories[i]
		blocks = append(blocks, block{
			kind: blockRepository, id: part.Name, name: part.Name, rows: part.Rows, images: len(part.Images), own: part.Own,
		})
	}
	if d.SharedBytes.Max > 0 {
		blocks = append(blocks, block{kind: blockShared, id: sharedID, name: sharedWord, own: d.SharedBytes})
	}
	return largestBlocks(blocks)
}

// imageBlocks returns the level of a repository: a block for each image, and one for what
// they share.
func imageBlocks(part *model.RepositoryPart) []block {
	blocks := make([]block, 0, len(part.Images)+1)
	for i := range part.Images {
		image := part.Images[i].Row.Image
		b := block{
			kind: blockImage, id: string(image.ID), name: part.Images[i].Row.Label(), image: image, images: 1,
			own: part.Images[i].Own, elsewhere: part.Images[i].Elsewhere,
		}
		blocks = append(blocks, b)
	}
	if part.Inner.Max > 0 {
		blocks = append(blocks, block{
			kind: blockInner, id: innerID, name: "shared inside", images: len(part.Images), own: part.Inner,
		})
	}
	return largestBlocks(blocks)
}

// layerBlocks returns the level of shared layers: a block for each run of layers that the
// same images have.
func layerBlocks(parts []model.SharedPart) []block {
	blocks := make([]block, 0, len(parts))
	for i := range parts {
		part := &parts[i]
		blocks = append(blocks, block{
			kind: blockLayers, id: string(part.Top.ID), name: part.Base.Name(), image: part.Base,
			images: part.Images, repositories: part.Repositories, own: part.Bytes,
		})
	}
	return largestBlocks(blocks)
}

func largestBlocks(blocks []block) []block {
	slices.SortFunc(blocks, func(a, b block) int {
		return cmp.Or(cmp.Compare(b.own.Middle(), a.own.Middle()), version.Compare(a.name, b.name), strings.Compare(a.id, b.id))
	})
	return blocks
}

// restOf combines blocks into one.
func restOf(blocks []block) block {
	b := block{kind: blockRest, id: restID, rest: blocks}
	for i := range blocks {
		b.own = b.own.Add(blocks[i].own)
		b.images += blocks[i].images
	}
	return b
}

// opens reports whether a block can be zoomed into.
func (b *block) opens() bool {
	return b.kind == blockRepository || b.kind == blockShared || b.kind == blockRest
}

// keys returns the rows that marking the block marks: those of its repository or image.
// Shared layers have none.
func (b *block) keys() iter.Seq[model.Key] {
	return func(yield func(model.Key) bool) { b.eachKey(yield) }
}

func (b *block) eachKey(yield func(model.Key) bool) (more bool) {
	switch b.kind {
	case blockRepository:
		for _, row := range b.rows {
			if !yield(row.Key()) {
				return false
			}
		}
	case blockImage:
		for _, key := range b.image.Keys() {
			if !yield(key) {
				return false
			}
		}
	case blockRest:
		for i := range b.rest {
			if !b.rest[i].eachKey(yield) {
				return false
			}
		}
	case blockShared, blockInner, blockLayers:
	}
	return true
}

// copyText returns the name of the block for other programs.
func (b *block) copyText() string {
	switch b.kind {
	case blockRepository:
		return b.name
	case blockImage, blockLayers:
		return b.image.Name()
	case blockShared, blockInner, blockRest:
	}
	return ""
}
