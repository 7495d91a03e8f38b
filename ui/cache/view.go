package cache

import (
	"strings"

	"jettison/model"
	"jettison/model/words"
	"jettison/ui/theme"
)

// sentenceFrom is the height in rows from which there is room for a rule and the sentence
// about the record under the cursor.
const sentenceFrom = 10

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.list.SetStyles(styles)
	p.list.SetEmpty(p.emptyWords()...)
}

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.list.SetSize(p.width, p.listHeight())
}

func (p *Pane) listHeight() int {
	if p.height < sentenceFrom {
		return p.height
	}
	return p.height - 2
}

// View draws the list and, below it, a sentence about the record under the cursor.
func (p *Pane) View() string {
	if p.height < sentenceFrom || p.width == 0 {
		return p.list.View()
	}
	rule := p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, p.width))
	return p.list.View() + "\n" + rule + "\n" + p.sentence()
}

func (p *Pane) sentence() string {
	r, ok := p.list.Current()
	if !ok {
		return theme.Spaces(p.width)
	}
	name := p.styles.Cut("  "+r.Called(), p.width)
	rest := p.styles.Fit(" "+p.about(r), max(0, p.width-theme.Width(name)))
	return p.styles.Strong.Render(name) + p.styles.Dim.Render(rest)
}

// about says what a record stands on, what stands on it, and what its removal gives back.
func (p *Pane) about(r *model.CacheRecord) string {
	return strings.Join(words.CacheFacts(p.snapshot.Inventory, r), " "+p.styles.Glyphs.Dot+" ")
}
