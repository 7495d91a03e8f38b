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

// gutter is the width in cells of the sizes beside the plot.
const gutter = 9

// cell is a cell of the plot.
type cell struct {
	glyph string
	style theme.Style
	line  bool // the line goes through it
	dots  rune // of braille that are set there
}

// chart plots a report: all bytes as a line, the reclaimable ones as an area below it.
// They have different glyphs, to differ without color.
type chart struct {
	styles *theme.Styles
	report *trend.Report
	// width and height are those of the plot in cells.
	width, height int
	step, top     int64 // bytes between two sizes of the axis, and at the upper edge
	removed       bool  // there is a line for what was removed
	cells         []cell
}

// newChart draws a report in a number of cells, with one line for dates.
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

// scale chooses round sizes for the axis, from 0.
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

// roundUp returns the next number of 1, 2, 2.5 or 5 and zeros.
func roundUp(n float64) int64 {
	unit := math.Pow(10, math.Floor(math.Log10(max(1, n))))
	for _, round := range []float64{1, 2, 2.5, 5} {
		if n <= round*unit {
			return int64(round * unit)
		}
	}
	return int64(10 * unit)
}

// across returns the column of a moment.
func (c *chart) across(at time.Time, columns int) int {
	whole := c.report.To.Sub(c.report.From)
	if whole <= 0 {
		return 0
	}
	share := float64(at.Sub(c.report.From)) / float64(whole)
	return min(columns-1, max(0, int(share*float64(columns))))
}

// down returns the row of a number of bytes, from above.
func (c *chart) down(bytes int64, rows int) int {
	share := float64(bytes) / float64(c.top)
	return min(rows-1, max(0, int(math.Round((1-share)*float64(rows-1)))))
}

// at interpolates the bytes at a moment between the samples before and after. ok is false
// without such samples.
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

// moment returns the time at the middle of a column.
func (c *chart) moment(column int) time.Time {
	share := (float64(column) + 0.5) / float64(c.width)
	return c.report.From.Add(time.Duration(share * float64(c.report.To.Sub(c.report.From))))
}

// drawArea fills the reclaimable bytes from below.
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

// drawLine draws all bytes, in braille dots where the terminal has them.
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

// connect sets the dots between two; the first is to the left of the second.
func connect(fromX, fromY, toX, toY int, set func(x, y int)) {
	steps := max(toX-fromX, toY-fromY, fromY-toY)
	for i := range steps + 1 {
		share := float64(i) / float64(max(1, steps))
		set(fromX+int(math.Round(share*float64(toX-fromX))), fromY+int(math.Round(share*float64(toY-fromY))))
	}
}

// brailleDot returns one of the 2 by 4 dots in a cell (Unicode, chapter 21.1,
// Braille Patterns: dots 1 to 6 run down the left and the right column, 7 and 8 are
// below).
func brailleDot(x, y int) rune {
	return [4][2]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}[y][x]
}

const braille = '\u2800'

// drawMarks marks the removals on the line.
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

// removedLine labels the removals above the plot, the newest first, as far as there is
// room.
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

// fellWords says by how much the line fell, as an upper bound if that is not known.
func (c *chart) fellWords(mark *trend.Mark) string {
	switch {
	case mark.Fell == model.Unknown && mark.AtMost == model.Unknown:
		return words.Unknown
	case mark.Fell == model.Unknown:
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

// lines returns the plot with its labels.
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

// row returns a line of the plot. Adjacent cells of one style are drawn together.
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

// sizes returns the labels of the axis, by row.
func (c *chart) sizes() []string {
	sizes := make([]string, c.height)
	for bytes := int64(0); bytes <= c.top; bytes += c.step {
		sizes[c.down(bytes, c.height)] = words.Size(bytes)
	}
	return sizes
}

// dates returns the labels below the plot.
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
