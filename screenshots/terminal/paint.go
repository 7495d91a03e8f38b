package terminal

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Painted returns the screen as text with true colors, each run of cells styled from scratch,
// for programs that understand few sequences. foreground and background are the terminal's
// default colors.
func (t *Terminal) Painted(foreground, background color.Color) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out strings.Builder
	for y := range t.emulator.Height() {
		var last string
		for x := range t.emulator.Width() {
			cell := t.emulator.CellAt(x, y)
			if cell == nil || cell.Width == 0 {
				continue
			}
			if look := look(&cell.Style, foreground, background); look != last {
				out.WriteString(look)
				last = look
			}
			text := cell.Content
			if text == "" {
				text = " "
			}
			out.WriteString(text)
		}
		out.WriteString("\x1b[0m\n")
	}
	return out.String()
}

// look returns the sequence of a style with every color spelled out.
func look(style *uv.Style, foreground, background color.Color) string {
	fg, bg := style.Fg, style.Bg
	if fg == nil {
		fg = foreground
	}
	if bg == nil {
		bg = background
	}
	if style.Attrs&uv.AttrReverse != 0 {
		fg, bg = bg, fg
	}
	if style.Attrs&uv.AttrFaint != 0 {
		fg = mix(fg, bg)
	}
	text := "\x1b[0m"
	if style.Underline != 0 {
		text += "\x1b[4m"
	}
	text += rgb(38, fg)
	if bg != background {
		text += rgb(48, bg)
	}
	return text
}

func rgb(plane int, c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("\x1b[%d;2;%d;%d;%dm", plane, r>>8, g>>8, b>>8)
}

func mix(a, b color.Color) color.Color {
	r, g, bl, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	half := func(x, y uint32) uint8 { return uint8((x + y) >> 9) }
	return color.RGBA{half(r, r2), half(g, g2), half(bl, b2), 0xff}
}
