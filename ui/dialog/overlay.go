package dialog

import (
	"image"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/ui/theme"
)

// Place returns the corner of a box that is centered on the screen, a little above the
// middle.
func Place(box string, width, height int) (x, y int) {
	return max(0, (width-lipgloss.Width(box))/2), max(0, (height-lipgloss.Height(box))/3)
}

// Over draws a box over the lines of a screen, with its corner at a cell. It replaces a wide
// character that the box covers half with a blank.
func Over(screen, box string, x, y int) string {
	if box == "" {
		return screen
	}
	lines := strings.Split(screen, "\n")
	end := y + lipgloss.Height(box)
	for len(lines) < end {
		lines = append(lines, "")
	}
	// Only the lines that the box covers, up to its right edge, are split into cells.
	covered := lines[y:end]
	right := x + lipgloss.Width(box)
	canvas := lipgloss.NewCanvas(right, len(covered))
	lipgloss.NewLayer(strings.Join(covered, "\n")).Draw(canvas, canvas.Bounds())
	lipgloss.NewLayer(box).Draw(canvas, image.Rect(x, 0, right, len(covered)))
	for i, line := range strings.Split(canvas.Render(), "\n") {
		line += theme.Spaces(right - theme.Width(line)) // the canvas drops blanks at the end
		covered[i] = line + rightOf(covered[i], right)
	}
	return strings.Join(lines, "\n")
}

// rightOf returns a line from a column on. Half a wide character is a blank.
func rightOf(line string, column int) string {
	rest := ansi.TruncateLeft(line, column, "")
	if room := theme.Width(line) - column; room > 0 && theme.Width(rest) > room {
		return " " + ansi.TruncateLeft(line, column+1, "")
	}
	return rest
}
