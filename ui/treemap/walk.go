package treemap

import "slices"

// Direction is a direction to walk in.
type Direction uint8

// The directions.
const (
	Up Direction = iota
	Down
	Left
	Right
)

// Walker walks from tile to tile. It keeps to the line on which it started, so that the
// way back leads through the same tiles.
type Walker struct{ x, y int }

// At returns a walker in the middle of a tile.
func At(r Rect) Walker { return Walker{r.X + (r.Width-1)/2, r.Y + (r.Height-1)/2} }

// Cell returns the cell of the walker.
func (w *Walker) Cell() (x, y int) { return w.x, w.y }

// Step returns the neighbor of a tile, and whether there is one.
func (w *Walker) Step(tiles []Rect, from int, to Direction) (int, bool) {
	r := tiles[from]
	if !r.Contains(w.x, w.y) {
		*w = At(r) // the tiles were laid out anew
	}
	next := *w
	switch to {
	case Up:
		next.y = r.Y - 1
	case Down:
		next.y = r.Y + r.Height
	case Left:
		next.x = r.X - 1
	case Right:
		next.x = r.X + r.Width
	}
	found := Hit(tiles, next.x, next.y)
	if found < 0 {
		return from, false
	}
	*w = next
	// Across its direction, it walks in the middle of the tile.
	if middle := At(tiles[found]); to == Left || to == Right {
		w.x = middle.x
	} else {
		w.y = middle.y
	}
	return found, true
}

// Hit returns the tile at a cell; -1 for none.
func Hit(tiles []Rect, x, y int) int {
	return slices.IndexFunc(tiles, func(r Rect) bool { return r.Contains(x, y) })
}
