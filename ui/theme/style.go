package theme

import (
	"fmt"
	"image/color"
	"strings"
)

// Style is how text looks: the parameters of an SGR sequence (ECMA-48, 8.3.117)
// such as "1;38;2;80;180;190". The zero Style changes nothing. Styles are
// comparable and cheap to copy.
type Style struct{ sgr string }

const reset = "\x1b[m"

// Plain reports whether the style changes nothing.
func (s Style) Plain() bool { return s.sgr == "" }

// Render is the text in this style, reset afterwards. The text must be one line
// without sequences of its own.
func (s Style) Render(text string) string {
	if s.sgr == "" || text == "" {
		return text
	}
	return "\x1b[" + s.sgr + "m" + text + reset
}

// Over is this style on top of another: what it does not set shines through.
func (s Style) Over(base Style) Style {
	switch {
	case base.sgr == "":
		return s
	case s.sgr == "":
		return base
	}
	return Style{base.sgr + ";" + s.sgr}
}

// AppendStart appends the sequence that leaves whatever style was in force for
// this one over base.
func (s Style) AppendStart(dst []byte, base Style) []byte {
	dst = append(dst, "\x1b["...)
	if base.sgr != "" || s.sgr != "" {
		dst = append(dst, '0')
	}
	if base.sgr != "" {
		dst = append(append(dst, ';'), base.sgr...)
	}
	if s.sgr != "" {
		dst = append(append(dst, ';'), s.sgr...)
	}
	return append(dst, 'm')
}

// AppendOver appends the text in this style over base, and goes back to base:
// the background of a row then has no holes. It assumes that base is in force.
func (s Style) AppendOver(dst []byte, base Style, text string) []byte {
	if text == "" {
		return dst
	}
	if s.sgr == "" {
		return append(dst, text...)
	}
	dst = s.AppendStart(dst, base)
	dst = append(dst, text...)
	return Style{}.AppendStart(dst, base)
}

// attr are the attributes of text that need no color.
type attr uint8

const (
	bold attr = 1 << iota
	faint
	underline
	reverse
)

// newStyle makes a style; nil colors stay as the terminal has them.
func newStyle(fg, bg color.Color, attrs attr) Style {
	var parts []string
	for _, a := range []struct {
		attr attr
		code string
	}{{bold, "1"}, {faint, "2"}, {underline, "4"}, {reverse, "7"}} {
		if attrs&a.attr != 0 {
			parts = append(parts, a.code)
		}
	}
	if fg != nil {
		parts = append(parts, rgb(38, fg))
	}
	if bg != nil {
		parts = append(parts, rgb(48, bg))
	}
	return Style{strings.Join(parts, ";")}
}

func rgb(plane int, c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("%d;2;%d;%d;%d", plane, r>>8, g>>8, b>>8)
}
