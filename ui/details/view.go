package details

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"jettison/model/words"
	"jettison/ui/theme"
)

// head returns how many lines the title and its rule take.
func (p *Pane) head() int {
	if p.height < 5 {
		return 0
	}
	return 2
}

// body returns how many lines of the page the window shows.
func (p *Pane) body() int { return max(0, p.height-p.head()) }

// draw rebuilds the page if it changed and keeps the window within it.
func (p *Pane) draw() {
	if p.lines == nil {
		g := p.compose()
		p.lines, p.starts = g.lines, g.starts
	}
	if p.hold {
		p.offset = p.starts[p.jumped]
	}
	p.offset = max(0, min(p.offset, p.last()))
}

// View draws the pane in exactly the size that SetSize set.
func (p *Pane) View() string {
	if p.width == 0 || p.height == 0 {
		return ""
	}
	p.draw()
	lines := make([]string, 0, p.height)
	if p.head() > 0 {
		s := p.styles
		lines = append(lines, fit(p.title(), p.width), s.Faint.Render(strings.Repeat(s.Glyphs.Line, p.width)))
	}
	from, to := p.thumb()
	for y := range p.body() {
		line := ""
		if i := p.offset + y; i < len(p.lines) {
			line = p.lines[i]
		}
		lines = append(lines, fit(line, p.width-1)+p.indicator(y, from, to))
	}
	return strings.Join(lines, "\n")
}

// title names the image.
func (p *Pane) title() string {
	s := p.styles
	if p.image == nil {
		return " " + s.Dim.Render("Details")
	}
	style := s.Title
	if !p.focused {
		style = s.Strong
	}
	size := words.Size(p.image.Size)
	room := p.width - theme.Width(size) - 4
	if room < 10 {
		return " " + style.Render(s.CutStart(p.name(), p.width-2))
	}
	name := s.CutStart(p.name(), room)
	return " " + style.Render(name) + theme.Spaces(room-theme.Width(name)+1) + " " + s.Strong.Render(size)
}

// fit cuts or pads a line, which may have sequences, to a width.
func fit(line string, width int) string {
	n := theme.Width(line)
	if n > width {
		line = ansi.Truncate(line, width, "")
		n = theme.Width(line)
	}
	return line + theme.Spaces(width-n)
}

// thumb returns where the scroll indicator's thumb begins and ends; nothing when
// everything is visible.
func (p *Pane) thumb() (from, to int) {
	body, n := p.body(), len(p.lines)
	if n <= body || body < 2 {
		return 0, 0
	}
	size := max(1, body*body/n)
	from = p.offset * (body - size) / p.last()
	return from, from + size
}

func (p *Pane) indicator(y, from, to int) string {
	s := p.styles
	switch {
	case from == to:
		return " "
	case y >= from && y < to:
		return s.Dim.Render(s.Glyphs.Thumb)
	}
	return s.Faint.Render(s.Glyphs.Vertical)
}
