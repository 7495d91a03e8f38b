package disk

import (
	"slices"
	"strings"

	"jettison/ui/theme"
	"jettison/ui/treemap"
)

// canvas is a grid of cells to draw text on. Unlike the cell buffer of Ultraviolet,
// which is behind the canvas of Lip Gloss, it keeps prepared styles and the background
// below a text; that buffer takes twice the time for a frame.
type canvas struct {
	width, height int
	spots         []spot
}

// spot is a cell. A wide text is in its first cell; the other cells that it takes have
// no width.
type spot struct {
	text  string
	width int
	style theme.Style
}

// clear empties the canvas and sets its size.
func (c *canvas) clear(width, height int) {
	c.width, c.height = width, height
	c.spots = slices.Grow(c.spots[:0], width*height)[:width*height]
	for i := range c.spots {
		c.spots[i] = spot{text: " ", width: 1}
	}
}

// put draws text, unless it does not fit.
func (c *canvas) put(x, y int, text string, style theme.Style) {
	width := theme.Width(text)
	if width == 0 || y < 0 || y >= c.height || x < 0 || x+width > c.width {
		return
	}
	at := y*c.width + x
	c.spots[at] = spot{text, width, style.Over(c.spots[at].style)}
	for i := 1; i < width; i++ {
		c.spots[at+i].width = 0
	}
}

// fill covers a rectangle with a glyph.
func (c *canvas) fill(r treemap.Rect, glyph string, style theme.Style) {
	for y := max(0, r.Y); y < min(r.Y+r.Height, c.height); y++ {
		for x := max(0, r.X); x < min(r.X+r.Width, c.width); x++ {
			c.spots[y*c.width+x] = spot{glyph, 1, style}
		}
	}
}

// lines returns the rows, each as wide as the canvas.
func (c *canvas) lines() []string {
	lines := make([]string, c.height)
	var run strings.Builder
	for y := range lines {
		var line strings.Builder
		var style theme.Style
		for _, s := range c.spots[y*c.width : (y+1)*c.width] {
			if s.width == 0 {
				continue
			}
			if s.style != style {
				line.WriteString(style.Render(run.String()))
				run.Reset()
				style = s.style
			}
			run.WriteString(s.text)
		}
		line.WriteString(style.Render(run.String()))
		run.Reset()
		lines[y] = line.String()
	}
	return lines
}

// The directions of lines from the middle of a cell: bits of the index into Glyphs.Grid.
const (
	leadsUp = 1 << iota
	leadsRight
	leadsDown
	leadsLeft
)

// grid holds the lines between boxes that share their borders.
type grid struct {
	width, height int
	leads         []uint8
}

func newGrid(width, height int) *grid { return &grid{width, height, make([]uint8, width*height)} }

// box adds the border around a tile. It shares its lines with the borders of its
// neighbors.
func (g *grid) box(r treemap.Rect) {
	right, bottom := r.X+r.Width, r.Y+r.Height
	for x := r.X; x < right; x++ {
		for _, y := range []int{r.Y, bottom} {
			g.leads[y*g.width+x] |= leadsRight
			g.leads[y*g.width+x+1] |= leadsLeft
		}
	}
	for y := r.Y; y < bottom; y++ {
		for _, x := range []int{r.X, right} {
			g.leads[y*g.width+x] |= leadsDown
			g.leads[(y+1)*g.width+x] |= leadsUp
		}
	}
}

// draw draws the lines on a canvas of the grid's size.
func (g *grid) draw(on *canvas, glyphs *[16]string, style theme.Style) {
	for i, leads := range g.leads {
		if leads != 0 {
			on.put(i%g.width, i/g.width, glyphs[leads], style)
		}
	}
}
