// Package treemap divides a rectangle of cells among weights, and says what lies
// beside what. It is pure geometry.
package treemap

import "math"

// Rect is a rectangle of cells. Width and Height are 1 at least.
type Rect struct{ X, Y, Width, Height int }

// Contains reports whether a cell lies in the rectangle.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.Width && y >= r.Y && y < r.Y+r.Height
}

// Least is the smallest rectangle in which something can be read, in cells.
type Least struct{ Width, Height int }

// Map is a rectangle that is divided. Its tiles cover it without overlapping.
type Map struct {
	Tiles []Rect
	// Shown is how many of the weights have a tile of their own: the first ones.
	// When it is less than all, the last tile stands for all others.
	Shown int
}

// cellAspect is how much higher than wide a cell of a terminal is.
const cellAspect = 2

// fewest is how many weights get a tile, however small, as long as there is
// room: of many that are all small, a person wants to see the largest.
const fewest = 8

// New divides width × height cells among weights, which are ordered the largest
// first. Tiles are as large as their weights as far as whole cells allow, and
// never smaller than least while there is more than one. Weights whose tiles
// would be smaller are gathered in the last one.
func New(weights []int64, width, height int, least Least) Map {
	if width <= 0 || height <= 0 || len(weights) == 0 {
		return Map{}
	}
	least = Least{max(1, least.Width), max(1, least.Height)}
	sum := 0.0
	for _, w := range weights {
		sum += float64(max(0, w))
	}
	// What takes so much fills the smallest tile.
	small := sum * float64(least.Width*least.Height) / float64(width*height)
	shown, room := 0, (width/least.Width)*(height/least.Height)
	for shown < min(len(weights), room) && (sum == 0 || float64(weights[shown]) >= small || shown < fewest && weights[shown] > 0) {
		shown++
	}
	if shown == len(weights)-1 && shown > 0 && shown < room {
		shown++ // a tile for one more is the tile of that one
	}
	for ; shown > 0; shown-- {
		d := divider{least, make([]Rect, 0, shown+1)}
		areas := areas(weights, shown, max(small, 1))
		if d.divide(areas, Rect{0, 0, width, height}) && (shown <= fewest || d.fair(areas, width*height)) {
			return Map{d.tiles, shown}
		}
	}
	return Map{Tiles: []Rect{{0, 0, width, height}}}
}

// areas are the weights that are shown, none smaller than small, and at the end
// those that are gathered.
func areas(weights []int64, shown int, small float64) []float64 {
	of := make([]float64, 0, shown+1)
	for _, w := range weights[:shown] {
		of = append(of, max(small, float64(w)))
	}
	if shown == len(weights) {
		return of
	}
	rest := 0.0
	for _, w := range weights[shown:] {
		rest += float64(max(0, w))
	}
	return append(of, max(small, rest))
}

// divider makes squarified tiles (Bruls, Huizing, van Wijk: Squarified Treemaps,
// 2000) of whole cells.
type divider struct {
	least Least
	tiles []Rect
}

// leastPart is how much of the area that is its due a tile gets at least. Small
// tiles next to it, which need more than theirs, may take the rest.
const leastPart = 0.65

// fair reports whether no tile is much smaller than it should be.
func (d *divider) fair(areas []float64, cells int) bool {
	sum := total(areas)
	for i, r := range d.tiles {
		if float64(r.Width*r.Height) < leastPart*float64(cells)*areas[i]/sum {
			return false
		}
	}
	return true
}

// divide fills the rectangle row by row, each along its shorter side; ok is
// false when some tile would be too small.
func (d *divider) divide(areas []float64, r Rect) (ok bool) {
	for len(areas) > 0 {
		upright := r.Width >= r.Height*cellAspect // the row stands at the left, else it lies at the top
		along, across, leastAlong, leastAcross := r.Width, r.Height, d.least.Width, d.least.Height
		if upright {
			along, across, leastAlong, leastAcross = across, along, leastAcross, leastAlong
		}
		sum := total(areas)
		n := d.rowOf(areas, r, upright, along/leastAlong)
		thick := across
		if n < len(areas) {
			if across < 2*leastAcross {
				n = len(areas) // nothing fits beside the row
			} else {
				thick = between(round(total(areas[:n])/sum*float64(across)), leastAcross, across-leastAcross)
			}
		}
		if n > along/leastAlong {
			return false
		}
		strip := Rect{r.X, r.Y, r.Width, thick}
		if upright {
			strip = Rect{r.X, r.Y, thick, r.Height}
			r.X, r.Width = r.X+thick, r.Width-thick
		} else {
			r.Y, r.Height = r.Y+thick, r.Height-thick
		}
		d.fill(areas[:n], strip, upright, leastAlong)
		areas = areas[n:]
	}
	return true
}

// rowOf is how many of the areas the next row takes: as many as make its tiles
// more like squares.
func (*divider) rowOf(areas []float64, r Rect, upright bool, most int) int {
	scale := float64(r.Width*r.Height*cellAspect) / total(areas)
	side := float64(r.Width)
	if upright {
		side = float64(r.Height * cellAspect)
	}
	n, sum, worst := 0, 0.0, math.Inf(1)
	for n < min(len(areas), most) {
		sum += areas[n] * scale
		next := worstAspect(areas[:n+1], scale, sum, side)
		if next > worst {
			break
		}
		worst = next
		n++
	}
	return max(1, n)
}

// worstAspect is how far from a square the tiles of a row are at most.
func worstAspect(row []float64, scale, sum, side float64) float64 {
	thick, worst := sum/side, 1.0
	for _, area := range row {
		length := area * scale / thick
		worst = max(worst, length/thick, thick/length)
	}
	return worst
}

// fill cuts a strip into tiles.
func (d *divider) fill(areas []float64, strip Rect, upright bool, least int) {
	left := strip.Width
	if upright {
		left = strip.Height
	}
	for i, area := range areas {
		behind := len(areas) - i - 1
		length := left
		if behind > 0 {
			length = between(round(area/total(areas[i:])*float64(left)), least, left-behind*least)
		}
		tile := strip
		if upright {
			tile.Height = length
			strip.Y += length
		} else {
			tile.Width = length
			strip.X += length
		}
		left -= length
		d.tiles = append(d.tiles, tile)
	}
}

func total(areas []float64) (sum float64) {
	for _, area := range areas {
		sum += area
	}
	return sum
}

func round(n float64) int { return int(math.Round(n)) }

func between(n, least, most int) int { return max(least, min(n, most)) }
