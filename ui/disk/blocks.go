package disk

import (
	"slices"
	"sort"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/size"
	"jettison/ui/treemap"
)

// leastBlock is the smallest readable block: its left and upper border, and ten cells each
// for a name and for the size below.
func leastBlock() treemap.Least { return treemap.Least{Width: 11, Height: 3} }

// level is a block that was zoomed into.
type level struct {
	kind blockKind
	id   string
	skip int // of blockRest: the number of blocks before it
}

// shownBlock is a block with a tile.
type shownBlock struct {
	block
	used int // the number of its images that containers use
}

// blocks is the treemap: what it divides, the zoom and the chosen block. It is computed
// when something changes, not for every frame.
type blocks struct {
	on    bool
	inv   *model.Inventory
	match func(*model.Row) bool

	divider  *model.Divider  // nil until it is asked for
	division *model.Division // nil until it is asked for
	path     []level
	all      []block // of the level, the largest first
	whole    size.Range

	width, height int // of the tiles, in cells
	shown         []shownBlock
	tiles         []treemap.Rect
	chosen        string // the ID of the chosen block
	at            int    // its tile
	walker        treemap.Walker
}

// setInventory divides another inventory; the chosen block stays chosen.
func (b *blocks) setInventory(inv *model.Inventory) {
	b.inv, b.divider, b.division = inv, nil, nil
	b.update()
}

// setMatch divides only the images whose rows match.
func (b *blocks) setMatch(match func(*model.Row) bool) {
	b.match, b.division = match, nil
	b.update()
}

func (b *blocks) setSize(width, height int) {
	if width != b.width || height != b.height {
		b.width, b.height = width, height
		b.place()
	}
}

func (b *blocks) toggle() {
	b.on = !b.on
	b.update()
}

// update computes what is stale, if the treemap is visible.
func (b *blocks) update() {
	if !b.on {
		return
	}
	if b.divider == nil {
		b.divider = model.NewDivider(b.inv)
	}
	if b.division == nil {
		b.division = b.divider.Divide(b.match)
	}
	b.gather()
}

// gather lists the blocks of the level. It leaves the level of a repository that is gone,
// but not that of one without matches.
func (b *blocks) gather() {
	b.all, b.whole = repositoryBlocks(b.division), b.division.Total
	for depth, l := range b.path {
		switch {
		case l.kind == blockRepository && b.hasRepository(l.id):
			part := b.repository(l.id)
			b.all, b.whole = imageBlocks(part), part.Own
		case l.kind == blockShared && len(b.division.Shared) > 0:
			b.all, b.whole = layerBlocks(b.division.Shared), b.division.SharedBytes
		case l.kind == blockRest && l.skip < len(b.all):
			b.all = b.all[l.skip:]
		default:
			b.leave(depth)
			b.place()
			return
		}
	}
	b.place()
}

// leave returns to a higher level and chooses the block that was zoomed into.
func (b *blocks) leave(depth int) {
	b.chosen = b.path[depth].id
	b.path = b.path[:depth]
}

func (b *blocks) hasRepository(name string) bool {
	rows := b.inv.Rows()
	i := sort.Search(len(rows), func(i int) bool { return rows[i].Repo >= name })
	return i < len(rows) && rows[i].Repo == name
}

// repository returns the matching part of a repository, which may be empty.
func (b *blocks) repository(name string) *model.RepositoryPart {
	for i := range b.division.Repositories {
		if part := &b.division.Repositories[i]; part.Name == name {
			return part
		}
	}
	return &model.RepositoryPart{Name: name}
}

// place lays out the blocks and keeps the chosen one.
func (b *blocks) place() {
	weights := make([]int64, len(b.all))
	for i := range b.all {
		weights[i] = b.all[i].own.Middle()
	}
	laid := treemap.New(weights, b.width, b.height, leastBlock())
	b.tiles, b.shown = laid.Tiles, make([]shownBlock, 0, len(laid.Tiles))
	for i := range laid.Shown {
		b.show(b.all[i])
	}
	if len(b.tiles) > laid.Shown {
		b.show(restOf(b.all[laid.Shown:]))
	}
	if len(b.tiles) > 0 {
		b.choose(b.find())
	}
}

func (b *blocks) show(of block) {
	s := shownBlock{block: of}
	switch of.kind {
	case blockImage:
		if b.inv.InUse(of.image.ID) {
			s.used = 1
		}
	case blockRepository:
		s.used = b.usedOf(of.rows)
	case blockShared, blockInner, blockLayers, blockRest:
	}
	b.shown = append(b.shown, s)
}

// usedOf counts the images that containers use. The rows are those of one
// repository.
func (b *blocks) usedOf(rows []*model.Row) int {
	used := map[model.ImageID]bool{}
	for _, row := range rows {
		if b.inv.InUse(row.Image.ID) {
			used[row.Image.ID] = true
		}
	}
	return len(used)
}

// find returns the tile of the chosen block: its own, the last one if it is among the
// rest, or the one in its place if it is gone.
func (b *blocks) find() int {
	if i := slices.IndexFunc(b.shown, func(s shownBlock) bool { return s.id == b.chosen }); i >= 0 {
		return i
	}
	last := len(b.shown) - 1
	if slices.ContainsFunc(b.all, func(of block) bool { return of.id == b.chosen }) {
		return last
	}
	b.chosen = ""
	return min(b.at, last)
}

// choose chooses the block of a tile.
func (b *blocks) choose(tile int) {
	b.at = tile
	if !b.tiles[tile].Contains(b.walker.Cell()) {
		b.walker = treemap.At(b.tiles[tile])
	}
	if b.chosen == "" {
		b.chosen = b.shown[tile].id
	}
}

// goTo goes to a tile for its own sake.
func (b *blocks) goTo(tile int) {
	if tile >= 0 && tile < len(b.tiles) {
		b.at, b.chosen, b.walker = tile, b.shown[tile].id, treemap.At(b.tiles[tile])
	}
}

// current returns the chosen block; nil when there is none.
func (b *blocks) current() *shownBlock {
	if b.at < 0 || b.at >= len(b.shown) {
		return nil
	}
	return &b.shown[b.at]
}

// image returns the image of the chosen block, or the one that layers are named after.
func (b *blocks) image() (model.ImageID, bool) {
	if c := b.current(); c != nil && c.image != nil {
		return c.image.ID, true
	}
	return "", false
}

// zoomIn shows the parts of the chosen block, and reports whether it has any.
func (b *blocks) zoomIn() bool {
	c := b.current()
	switch {
	case c == nil || !c.opens():
		return false
	case c.kind == blockShared && len(b.division.Shared) == 0:
		return false
	case c.kind == blockRest && len(b.shown) == 1:
		return false // no part has room
	}
	next := level{kind: c.kind, id: c.id}
	if c.kind == blockRest {
		next.skip = len(b.shown) - 1
	}
	b.path = append(b.path, next)
	b.chosen, b.at = "", 0
	b.gather()
	return true
}

// zoomOut returns to the level above, and reports whether there is one.
func (b *blocks) zoomOut() bool {
	if len(b.path) == 0 {
		return false
	}
	b.leave(len(b.path) - 1)
	b.gather()
	return true
}

// do performs the actions that walk, and reports whether the action is one of them.
func (b *blocks) do(action keymap.Action) bool {
	switch action {
	case keymap.Up:
		b.walk(treemap.Up)
	case keymap.Down:
		b.walk(treemap.Down)
	case keymap.Left:
		b.walk(treemap.Left)
	case keymap.Right:
		b.walk(treemap.Right)
	case keymap.HalfUp:
		for b.walk(treemap.Up) {
		}
	case keymap.HalfDown:
		for b.walk(treemap.Down) {
		}
	case keymap.PageUp:
		b.goTo(b.at - 1)
	case keymap.PageDown:
		b.goTo(b.at + 1)
	case keymap.Top:
		b.goTo(0)
	case keymap.Bottom:
		b.goTo(len(b.tiles) - 1)
	default:
		return false
	}
	return true
}

func (b *blocks) walk(to treemap.Direction) bool {
	if b.at >= len(b.tiles) {
		return false
	}
	next, ok := b.walker.Step(b.tiles, b.at, to)
	if ok {
		b.at, b.chosen = next, b.shown[next].id
	}
	return ok
}

// click chooses the block at a cell; a second click zooms into it.
func (b *blocks) click(x, y int) {
	switch hit := treemap.Hit(b.tiles, x, y); {
	case hit < 0:
	case hit == b.at:
		b.zoomIn()
	default:
		b.goTo(hit)
	}
}
