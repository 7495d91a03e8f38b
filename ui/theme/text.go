package theme

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width returns the number of cells that text takes; sequences take none.
func Width(text string) int {
	if printable(text) {
		return len(text)
	}
	return ansi.StringWidth(text)
}

// printable reports whether the text is printable ASCII, of which every byte
// takes one cell. Nearly all text on the screen is.
func printable(text string) bool {
	for i := range len(text) {
		if text[i] < 0x20 || text[i] > 0x7e {
			return false
		}
	}
	return true
}

// Cut cuts text at its end to at most width cells, with an ellipsis.
func (s *Styles) Cut(text string, width int) string {
	switch {
	case width <= 0:
		return ""
	case printable(text):
		if len(text) <= width {
			return text
		}
		return text[:width-1] + s.Glyphs.Ellipsis
	case ansi.StringWidth(text) <= width:
		return text
	}
	return ansi.Truncate(text, width, s.Glyphs.Ellipsis)
}

// Fill joins lines into a view of exactly a size, cut or padded where they must be.
func (s *Styles) Fill(lines []string, width, height int) string {
	view := make([]string, height)
	for i := range view {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		view[i] = s.Fit(line, width)
	}
	return strings.Join(view, "\n")
}

// CutStart cuts text at its start to at most width cells, with an ellipsis: the end of a long
// repository name tells more. It cuts a path in front of a slash if it can.
func (s *Styles) CutStart(text string, width int) string {
	over := Width(text) - width
	switch {
	case width <= 0:
		return ""
	case over <= 0:
		return text
	case printable(text):
		rest := text[over+1:]
		if slash := strings.IndexByte(rest, '/'); slash > 0 && slash < len(rest)-1 {
			rest = rest[slash:]
		}
		return s.Glyphs.Ellipsis + rest
	}
	cut := ansi.TruncateLeft(text, over+1, s.Glyphs.Ellipsis)
	if Width(cut) > width { // a wide character crosses the cut
		cut = ansi.TruncateLeft(text, over+2, s.Glyphs.Ellipsis)
	}
	return ansi.Truncate(cut, width, "")
}

// Fit cuts text or pads it with spaces to exactly width cells.
func (s *Styles) Fit(text string, width int) string {
	text = s.Cut(text, width)
	return text + Spaces(width-Width(text))
}

// FitRight is like Fit, with the text at the right.
func (s *Styles) FitRight(text string, width int) string {
	text = s.Cut(text, width)
	return Spaces(width-Width(text)) + text
}

const blank = "                                                                                                                                                                                                                                                                "

// Spaces returns n spaces; none when n is negative.
func Spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}

// Wrap breaks text into lines of at most width cells, at spaces where it can.
func Wrap(text string, width int) []string {
	if width <= 0 {
		return nil
	}
	return strings.Split(ansi.Wrap(text, width, ""), "\n")
}
