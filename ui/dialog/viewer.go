package dialog

import (
	"fmt"
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/theme"
)

// Viewer shows a text that may be longer than the screen.
type Viewer struct {
	base
	list
	title string
	text  string
}

// NewViewer returns a viewer of a text with several lines. Tabs become blanks; other control
// characters are not drawn.
func NewViewer(styles *theme.Styles, title, text string) *Viewer {
	return &Viewer{base: base{styles: styles}, title: title, text: text}
}

// Text returns the text, for the clipboard.
func (v *Viewer) Text() string { return v.text }

// lines returns the wrapped text and its width.
func (v *Viewer) lines() (lines []string, width int) {
	most, _ := v.room()
	most = min(most, 100)
	for line := range strings.Lines(v.text) {
		broken := theme.Wrap(model.Clean(strings.TrimRight(line, "\r\n")), most)
		if len(broken) == 0 {
			broken = []string{""}
		}
		lines = append(lines, broken...)
	}
	for _, line := range lines {
		width = max(width, theme.Width(line))
	}
	return lines, min(most, max(width, theme.Width(v.title)+3, 30))
}

func (v *Viewer) rows(lines int) int {
	_, height := v.room()
	return max(1, min(height, lines))
}

// Press scrolls, or closes.
func (v *Viewer) Press(_ string, action keymap.Action) Outcome {
	if action == keymap.Back || action == keymap.Confirm {
		return Closed
	}
	lines, _ := v.lines()
	v.scroll(action, len(lines), v.rows(len(lines)))
	return Open
}

// Click does nothing.
func (v *Viewer) Click(int, int) Outcome { return Open }

// Wheel scrolls.
func (v *Viewer) Wheel(rows int) {
	lines, _ := v.lines()
	v.offset = max(0, min(v.offset+rows, len(lines)-v.rows(len(lines))))
}

// View draws the box with the text.
func (v *Viewer) View() string {
	lines, width := v.lines()
	return v.window(v.title, lines, width)
}

// window draws the visible lines. The help uses it too.
func (v *Viewer) window(title string, lines []string, width int) string {
	rows := v.rows(len(lines))
	v.offset = max(0, min(v.offset, len(lines)-rows))
	foot := ""
	if len(lines) > rows {
		foot = fmt.Sprintf("%d%%", 100*(v.offset+rows)/len(lines))
	}
	return v.frame(title, width, lines[v.offset:v.offset+min(rows, len(lines))], foot)
}
