package things

import (
	"strings"

	"jettison/ui/theme"
)

// minAboutHeight is the height in rows from which there is room for a rule and a sentence
// about the row under the cursor; every further sentence needs rowsPerAbout more.
const (
	minAboutHeight = 10
	rowsPerAbout   = 6
)

// SetStyles changes the styles.
func (p *Pane[E]) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.list.SetStyles(styles)
	p.list.SetEmpty(p.emptyWords()...)
}

// SetSize changes the size in cells that View fills.
func (p *Pane[E]) SetSize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.list.SetSize(p.width, p.listHeight())
}

// sentences returns how many lines about the row under the cursor there is room for.
func (p *Pane[E]) sentences() int {
	if p.height < minAboutHeight {
		return 0
	}
	return min(len(p.kind.About), 1+(p.height-minAboutHeight)/rowsPerAbout)
}

func (p *Pane[E]) listHeight() int {
	if n := p.sentences(); n > 0 {
		return p.height - 1 - n
	}
	return p.height
}

// View draws the list and, below it, what there is to say of the row under the cursor.
func (p *Pane[E]) View() string {
	p.ranged = map[string]bool{}
	for _, row := range p.rangeOf() {
		p.ranged[p.id(row)] = true
	}
	n := p.sentences()
	if n == 0 || p.width == 0 {
		return p.list.View()
	}
	lines := []string{p.list.View(), p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, p.width))}
	row, ok := p.list.Current()
	for i, about := range p.kind.About[:n] {
		switch {
		case !ok:
			lines = append(lines, theme.Spaces(p.width))
		case i == 0:
			name := p.styles.Cut("  "+p.kind.Thing(row).Called(), p.width)
			rest := p.styles.Fit(" "+about(row), max(0, p.width-theme.Width(name)))
			lines = append(lines, p.styles.Strong.Render(name)+p.styles.Dim.Render(rest))
		default:
			lines = append(lines, p.styles.Dim.Render(p.styles.Fit("  "+about(row), p.width)))
		}
	}
	return strings.Join(lines, "\n")
}

// Join puts parts of a sentence side by side.
func (p *Pane[E]) Join(parts ...string) string {
	return strings.Join(parts, " "+p.styles.Glyphs.Dot+" ")
}

// Click moves the cursor, flips the mark at a cell, or sorts by the title there.
func (p *Pane[E]) Click(x, y int) {
	if y >= p.listHeight() {
		return
	}
	hit := p.list.Hit(x, y)
	p.list.Click(x, y)
	if row, ok := p.list.Current(); ok && hit.Mark && hit.Row >= 0 && p.noMark() == "" {
		key := p.key(row)
		p.marks.Set(key, !p.marks.Has(key))
		p.marked()
	}
}

// Wheel scrolls the list.
func (p *Pane[E]) Wheel(rows int) { p.list.Wheel(rows) }
