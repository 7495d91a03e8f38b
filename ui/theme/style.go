package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Style is how text within a line looks: a Lip Gloss style, prepared. The zero
// Style changes nothing. Styles are comparable and cheap to copy.
//
// Lip Gloss works out a style's sequences anew for every text, which takes fifty
// times as long as writing them (BenchmarkRender), and a frame of 200×50 cells has
// hundreds of texts. A Style asks Lip Gloss once.
type Style struct {
	start string // what is written before a text; ansi.ResetStyle goes after it
}

// prepare takes the text attributes of a Lip Gloss style, without borders, padding and
// sizes.
func prepare(look lipgloss.Style) Style {
	const text = "x" // no sequence has it
	start, _, _ := strings.Cut(look.Inline(true).Render(text), text)
	return Style{start}
}

// Plain reports whether the style changes nothing.
func (s Style) Plain() bool { return s.start == "" }

// Render returns the text in this style, reset afterwards. The text must be one line
// without sequences of its own.
func (s Style) Render(text string) string {
	if s.start == "" || text == "" {
		return text
	}
	return s.start + text + ansi.ResetStyle
}

// Over returns this style on top of another, which applies to what this one does not set.
func (s Style) Over(base Style) Style { return Style{base.start + s.start} }

// AppendStart appends the sequence that switches to this style.
func (s Style) AppendStart(dst []byte) []byte {
	return append(append(dst, ansi.ResetStyle...), s.start...)
}

// AppendOver appends the text in this style over base, which is in force before and after,
// so that the background of a row has no holes.
func (s Style) AppendOver(dst []byte, base Style, text string) []byte {
	if text == "" {
		return dst
	}
	if s.start == "" {
		return append(dst, text...)
	}
	dst = append(append(dst, s.start...), text...)
	return base.AppendStart(dst)
}
