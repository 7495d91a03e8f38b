package trends

import (
	"math"
	"sort"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/trend"
	"jettison/model/words"
	"jettison/ui/theme"
)

// gutter is how many cells the sizes beside the plot take.
const gutter = 9

// cell is one cell of the plot.
type cell struct {
	glyph string
	style theme.Style
	line  bool // the line goes through it
	dots  rune // of braille that are set there
}

// chart draws a report: all bytes as a line, those that could be reclaimed as an
// area below it, which have different signs so that they differ without color.
type chart struct {
	styles *theme.Styles
	report *trend.Report
	// width and height are those of the plot in cells.
	width, height int
	step, top     int64 // bytes between the sizes at the side, and at the upper edge
	removed       bool  // there is a line for what was removed
	cells         []cell
}

// newChart draws into a number of cells; a line is for dates.
func newChart(styles *theme.Styles, report *trend.Report, width, height int) *chart {
	c := &chart{styles: styles, report: report, width: max(1, width-gutter-1), height: height - 1}
	if c.removed = len(report.Marks) > 0 && c.height > leastPlot; c.removed {
		c.height--
	}
	c.height = max(1, c.height)
	c.cells = make([]cell, c.width*c.height)
	c.scale()
	c.drawArea()
	c.drawLine()
	c.drawMarks()
	return c
}

// scale chooses round sizes for the side, from nothing on.
func (c *chart) scale() {
	largest := int64(1)
	for i := range c.report.Samples {
		s := &c.report.Samples[i]
		largest = max(largest, s.Total(), s.Reclaimable())
	}
	const linesEach = 3
	c.step = roundUp(float64(largest) / float64(max(3, c.height/linesEach)))
	c.top = max(1, (largest+c.step-1)/c.step*c.step)
}

// roundUp is the next number of 1, 2, 2.5 or 5 and zeros.
func roundUp(n float64) int64 {
	unit := math.Pow(10, math.Floor(math.Log10(max(1, n))))
	for _, round := range []float64{1, 2, 2.5, 5} {
		if n <= round*unit {
			return int64(round * unit)
		}
	}
	return int64(10 * unit)
}

// across is where a moment is in so many columns.
func (c *chart) across(at time.Time, columns int) int {
	whole := c.report.To.Sub(c.report.From)
	if whole <= 0 {
		return 0
	}
	share := float64(at.Sub(c.report.From)) / float64(whole)
	return min(columns-1, max(0, int(share*float64(columns))))
}

// down is where a number of bytes is in so many rows, from above.
func (c *chart) down(bytes int64, rows int) int {
	share := float64(bytes) / float64(c.top)
	return min(rows-1, max(0, int(math.Round((1-share)*float64(rows-1)))))
}

// at is a line's number of bytes at a moment, between the samples before and after;
// ok is false where there are no such samples.
func (c *chart) at(moment time.Time, of func(*trend.Sample) int64) (bytes int64, ok bool) {
	samples := c.report.Samples
	after := sort.Search(len(samples), func(i int) bool { return !samples[i].At.Before(moment) })
	if after == len(samples) || after == 0 && !samples[0].At.Equal(moment) {
		return 0, false
	}
	right := of(&samples[after])
	if after == 0 {
		return right, right >= 0
	}
	left := of(&samples[after-1])
	if left < 0 || right < 0 {
		return 0, false
	}
	share := float64(moment.Sub(samples[after-1].At)) / float64(samples[after].At.Sub(samples[after-1].At))
	return left + int64(share*float64(right-left)), true
}

// moment is the middle of a column.
func (c *chart) moment(column int) time.Time {
	share := (float64(column) + 0.5) / float64(c.width)
	return c.report.From.Add(time.Duration(share * float64(c.report.To.Sub(c.report.From))))
}

// drawArea fills what could be reclaimed from below.
func (c *chart) drawArea() {
	steps := len(c.styles.Glyphs.Heights)
	for x := range c.width {
		bytes, ok := c.at(c.moment(x), (*trend.Sample).Reclaimable)
		if !ok || bytes <= 0 {
			continue
		}
		filled := max(1, int(math.Round(float64(bytes)/float64(c.top)*float64(c.height*steps))))
		for y := c.height - 1; y >= 0 && filled > 0; y-- {
			c.cells[y*c.width+x] = cell{glyph: c.styles.Glyphs.Heights[min(filled, steps)-1], style: c.styles.Faint}
			filled -= steps
		}
	}
}

// drawLine draws all bytes, in the dots of braille where these may be drawn.
func (c *chart) drawLine() {
	wide, high := 1, 1 // dots of a cell
	if c.styles.Glyphs.Braille {
		wide, high = 2, 4
	}
	set := func(x, y int) {
		at := &c.cells[y/high*c.width+x/wide]
		at.line, at.style, at.glyph = true, c.styles.Accent, c.styles.Glyphs.Point
		if c.styles.Glyphs.Braille {
			at.dots |= brailleDot(x%wide, y%high)
		}
	}
	beforeX, beforeY := -1, 0
	for i := range c.report.Samples {
		s := &c.report.Samples[i]
		total := s.Total()
		if total < 0 {
			continue
		}
		x, y := c.across(s.At, c.width*wide), c.down(total, c.height*high)
		if beforeX < 0 {
			beforeX, beforeY = x, y
		}
		connect(beforeX, beforeY, x, y, set)
		beforeX, beforeY = x, y
	}
}

// connect sets the dots from one to another; the first is to the left of the second.
func connect(fromX, fromY, toX, toY int, set func(x, y int)) {
	steps := max(toX-fromX, toY-fromY, fromY-toY)
	for i := range steps + 1 {
		share := float64(i) / float64(max(1, steps))
		set(fromX+int(math.Round(share*float64(toX-fromX))), fromY+int(math.Round(share*float64(toY-fromY))))
	}
}

// brailleDot is the dot at a place of the 2 by 4 in a cell (Unicode, chapter 21.1,
// Braille Patterns: dots 1 to 6 run down the left and the right column, 7 and 8 are
// below).
func brailleDot(x, y int) rune {
	return [4][2]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}[y][x]
}

const braille = '\u2800'

// drawMarks puts a sign on the line where something was removed.
func (c *chart) drawMarks() {
	for i := range c.report.Marks {
		x := c.across(c.report.Marks[i].At, c.width)
		for y := range c.height {
			if at := &c.cells[y*c.width+x]; at.line {
				*at = cell{glyph: c.styles.Glyphs.Removal, style: c.styles.Warn, line: true}
				break
			}
		}
	}
}

// removedLine says above the plot what was removed where, the newest first as far as
// there is room.
func (c *chart) removedLine() string {
	row := make([]string, c.width)
	for i := len(c.report.Marks) - 1; i >= 0; i-- {
		mark := &c.report.Marks[i]
		lines := []rune(c.styles.Glyphs.Removal + c.fellWords(mark))
		x := c.across(mark.At, c.width)
		start := min(x, max(0, c.width-len(lines)))
		switch {
		case len(lines) <= c.width && c.free(row, start-1, start+len(lines)+1):
			for n, r := range lines {
				row[start+n] = string(r)
			}
		case row[x] == "":
			row[x] = c.styles.Glyphs.Removal
		}
	}
	for i, sign := range row {
		if sign == "" {
			row[i] = " "
		}
	}
	return strings.TrimRight(strings.Join(row, ""), " ")
}

// fellWords is by how much the line fell, or at most did where that is not known.
func (c *chart) fellWords(mark *trend.Mark) string {
	if mark.Fell == model.Unknown {
		return c.styles.Glyphs.AtMost + words.Size(mark.AtMost)
	}
	return words.Size(mark.Fell)
}

func (c *chart) free(row []string, from, end int) bool {
	for _, sign := range row[max(0, from):min(len(row), max(0, end))] {
		if sign != "" {
			return false
		}
	}
	return true
}

// lines are the plot with its labels.
func (c *chart) lines() []string {
	var lines []string
	if c.removed {
		lines = append(lines, theme.Spaces(gutter)+c.styles.Warn.Render(c.removedLine()))
	}
	sizes := c.sizes()
	for y := range c.height {
		lines = append(lines, c.styles.Dim.Render(c.styles.FitRight(sizes[y], gutter-1))+" "+c.row(y))
	}
	return append(lines, theme.Spaces(gutter)+c.styles.Dim.Render(c.dates()))
}

// row is one line of the plot; cells in one style stand together.
func (c *chart) row(y int) string {
	var line strings.Builder
	cells := c.cells[y*c.width : (y+1)*c.width]
	for from := 0; from < len(cells); {
		end := from
		var text strings.Builder
		for ; end < len(cells) && cells[end].style == cells[from].style; end++ {
			switch at := &cells[end]; {
			case at.dots != 0:
				text.WriteRune(braille + at.dots)
			case at.glyph == "":
				text.WriteByte(' ')
			default:
				text.WriteString(at.glyph)
			}
		}
		line.WriteString(cells[from].style.Render(text.String()))
		from = end
	}
	return line.String()
}

// sizes are the labels at the side, by row.
func (c *chart) sizes() []string {
	sizes := make([]string, c.height)
	for bytes := int64(0); bytes <= c.top; bytes += c.step {
		sizes[c.down(bytes, c.height)] = words.Size(bytes)
	}
	return sizes
}

// dates are the labels below.
func (c *chart) dates() string {
	const apart = 16
	span, layout := c.report.To.Sub(c.report.From), "Jan 2"
	switch day := 24 * time.Hour; {
	case span <= 2*day:
		layout = "15:04"
	case span > 400*day:
		layout = "Jan 2006"
	}
	labels := max(2, c.width/apart+1)
	row := []byte(theme.Spaces(c.width))
	for i := range labels {
		share := float64(i) / float64(labels-1)
		at := c.report.From.Add(time.Duration(share * float64(span)))
		text := at.Local().Format(layout)
		x := min(int(share*float64(c.width)), c.width-len(text))
		if x < 0 {
			return ""
		}
		copy(row[x:], text)
	}
	return strings.TrimRight(string(row), " ")
}
