package theme

import (
	"math"
	"strings"
)

// Bar draws a share (0 to 1) as a bar that is width cells wide, on a faint track. A share
// above 0 shows at least a sliver.
func (s *Styles) Bar(width int, share float64, fill Style) string {
	if width <= 0 {
		return ""
	}
	if math.IsNaN(share) {
		share = 0
	}
	steps := len(s.Glyphs.Eighths)
	units := int(math.Round(min(max(share, 0), 1) * float64(width*steps)))
	if share > 0 {
		units = max(units, 1)
	}
	full, part := units/steps, units%steps
	bar := strings.Repeat(s.Glyphs.Eighths[steps-1], full)
	used := full
	if part > 0 {
		bar += s.Glyphs.Eighths[part-1]
		used++
	}
	return fill.Render(bar) + s.Faint.Render(strings.Repeat(s.Glyphs.Empty, width-used))
}

// Thin draws a part of a whole as a line that is width cells wide. A part above 0 shows at
// least one cell.
func (s *Styles) Thin(width int, whole, part int64) string {
	n := Segments(width, whole, []int64{part})[0]
	return s.Accent.Render(strings.Repeat(s.Glyphs.Solid, n)) + s.Faint.Render(strings.Repeat(s.Glyphs.Empty, max(0, width-n)))
}

// Stack draws parts of a whole side by side in a bar that is width cells wide, with the
// styles and fillings of Series, on an empty track. It draws at most four parts.
func (s *Styles) Stack(width int, whole int64, parts ...int64) string {
	if width <= 0 {
		return ""
	}
	parts = parts[:min(len(parts), len(s.Series))]
	cells := Segments(width, whole, parts)
	var b strings.Builder
	left := width
	for i, n := range cells {
		b.WriteString(s.Series[i].Render(strings.Repeat(s.Glyphs.Series[i], n)))
		left -= n
	}
	b.WriteString(s.Faint.Render(strings.Repeat(s.Glyphs.Empty, left)))
	return b.String()
}

// Segments divides width cells among parts of a whole. A part above nothing
// gets at least one cell while there is room, and the cells never exceed the
// width. A whole smaller than the sum of its parts counts as that sum.
func Segments(width int, whole int64, parts []int64) []int {
	cells := make([]int, len(parts))
	var sum float64
	for _, part := range parts {
		sum += float64(max(part, 0))
	}
	total := max(float64(whole), sum)
	if width <= 0 || total <= 0 {
		return cells
	}
	used := 0
	for i, part := range parts {
		if part <= 0 {
			continue
		}
		cells[i] = max(1, int(math.Round(float64(part)/total*float64(width))))
		used += cells[i]
	}
	// Rounding and slivers may take too many cells; the widest parts give some up.
	for used > width {
		widest := 0
		for i := range cells {
			if cells[i] > cells[widest] {
				widest = i
			}
		}
		cells[widest]--
		used--
	}
	return cells
}
