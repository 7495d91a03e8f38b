// Package treemap divides a rectangle of cells among weights, and finds neighbors of
// tiles. It is pure geometry.
package treemap

import "math"

// Rect is a rectangle of cells, at least 1×1.
type Rect struct{ X, Y, Width, Height int }

// Contains reports whether a cell is in the rectangle.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.Width && y >= r.Y && y < r.Y+r.Height
}

// Least is the size in cells of the smallest readable tile.
type Least struct{ Width, Height int }

// Map is a divided rectangle. Its tiles cover it without overlapping.
type Map struct {
	Tiles []Rect
	// Shown is the number of weights with a tile of their own, which are the first.
	// If there are more weights, the last tile stands for them.
	Shown int
}

// cellAspect is the ratio of the height of a terminal's cell to its width.
const cellAspect = 2

// fewest is the number of weights that get a tile, however small, if there is room: among
// many small ones, a person wants to see the largest.
const fewest = 8

// New divides width × height cells among weights, sorted in descending order. The area
// of a tile is proportional to its weight as far as whole cells allow. Unless there is
// only one, no tile is smaller than least: the last tile stands for all weights whose
// tiles would be.
func New(weights []int64, width, height int, least Least) Map {
	if width <= 0 || height <= 0 || len(weights) == 0 {
		return Map{}
	}
	least = Least{max(1, least.Width), max(1, least.Height)}
	sum := 0.0
	for _, w := range weights {
		sum += float64(max(0, w))
	}
	// This much fills the smallest tile.
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

// areas returns the weights that are shown, none smaller than small, and last the sum of
// the others.
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

// leastPart is the part of its proportional area that a tile gets at least. Small
// neighbors that need more than theirs may take the rest.
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

// divide fills the rectangle row by row, each along the shorter side that is left. ok is
// false if some tile would be too small.
func (d *divider) divide(areas []float64, r Rect) (ok bool) {
	for len(areas) > 0 {
		upright := r.Width >= r.Height*cellAspect // a column at the left; else a row at the top
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

// rowOf returns how many of the areas the next row takes: as long as its tiles get closer
// to squares.
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

// worstAspect returns the largest aspect ratio of the tiles of a row.
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
