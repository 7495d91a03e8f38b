package disk

import (
	"slices"
	"sort"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/size"
	"jettison/ui/treemap"
)

// leastBlock is the smallest block that can be read: the line at its left and
// above it, and ten cells for a name and for a size below it.
func leastBlock() treemap.Least { return treemap.Least{Width: 11, Height: 3} }

// level is what was zoomed into.
type level struct {
	kind blockKind
	id   string
	skip int // of blockRest: how many blocks stand before it
}

// shownBlock is a block that has a tile.
type shownBlock struct {
	block
	used int // of its images, those that containers use
}

// blocks is the treemap: what it divides, where one has zoomed to and which
// block is chosen. What it shows is computed when something changes, not when
// it is drawn.
type blocks struct {
	on    bool
	inv   *model.Inventory
	match func(*model.Row) bool

	divider  *model.Divider  // nil until it is asked for
	division *model.Division // nil until it is asked for
	path     []level
	all      []block // of the level, the largest first
	whole    size.Range

	width, height int // in cells that tiles are made of
	shown         []shownBlock
	tiles         []treemap.Rect
	chosen        string // the ID of the block that was walked to
	at            int    // its tile
	walker        treemap.Walker
}

// setInventory divides a newer inventory; the chosen block stays chosen.
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

// update computes what is stale, when it is seen.
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

// gather lists the blocks of the level. A repository that is gone is left for
// the whole; one of which nothing matches stays, empty.
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

// leave goes back to a level above, to the block that was zoomed into there.
func (b *blocks) leave(depth int) {
	b.chosen = b.path[depth].id
	b.path = b.path[:depth]
}

func (b *blocks) hasRepository(name string) bool {
	rows := b.inv.Rows()
	i := sort.Search(len(rows), func(i int) bool { return rows[i].Repo >= name })
	return i < len(rows) && rows[i].Repo == name
}

// repository is what matches of one, which may be nothing.
func (b *blocks) repository(name string) *model.RepositoryPart {
	for i := range b.division.Repositories {
		if part := &b.division.Repositories[i]; part.Name == name {
			return part
		}
	}
	return &model.RepositoryPart{Name: name}
}

// place lays the blocks out, and keeps the chosen one.
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
		s.used = min(1, len(b.inv.Users(of.image.ID)))
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
		if len(b.inv.Users(row.Image.ID)) > 0 {
			used[row.Image.ID] = true
		}
	}
	return len(used)
}

// find is the tile of the chosen block: its own, that of the rest that it was
// gathered in, or the one at its place when it is gone.
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

// choose goes to a tile.
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

// current is the chosen block, nil when there is none.
func (b *blocks) current() *shownBlock {
	if b.at < 0 || b.at >= len(b.shown) {
		return nil
	}
	return &b.shown[b.at]
}

// image is that of the chosen block, or the one that layers are named by.
func (b *blocks) image() (model.ImageID, bool) {
	if c := b.current(); c != nil && c.image != nil {
		return c.image.ID, true
	}
	return "", false
}

// zoomIn shows what the chosen block is made of, and reports whether it is made
// of anything.
func (b *blocks) zoomIn() bool {
	c := b.current()
	switch {
	case c == nil || !c.opens():
		return false
	case c.kind == blockShared && len(b.division.Shared) == 0:
		return false
	case c.kind == blockRest && len(b.shown) == 1:
		return false // there is no room for any of them
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

// zoomOut goes back to where the level was zoomed into, and reports whether it
// was.
func (b *blocks) zoomOut() bool {
	if len(b.path) == 0 {
		return false
	}
	b.leave(len(b.path) - 1)
	b.gather()
	return true
}

// do walks, and reports whether the key was one to walk with.
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

// click goes to the block at a cell; a second click zooms into it.
func (b *blocks) click(x, y int) {
	switch hit := treemap.Hit(b.tiles, x, y); {
	case hit < 0:
	case hit == b.at:
		b.zoomIn()
	default:
		b.goTo(hit)
	}
}
