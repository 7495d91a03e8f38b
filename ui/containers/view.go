package containers

import (
	"strings"

	"jettison/model/words"
	"jettison/ui/theme"
)

// sentenceFrom is the height in rows from which there is room for a rule and the sentence
// about the container under the cursor.
const sentenceFrom = 10

// factsFrom is the height in rows from which there is room for its other facts too.
const factsFrom = 16

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
	switch {
	case p.height < sentenceFrom:
		return p.height
	case p.height < factsFrom:
		return p.height - 2
	}
	return p.height - 3
}

// View draws the list and, below it, what the container under the cursor blocks.
func (p *Pane) View() string {
	if p.height < sentenceFrom || p.width == 0 {
		return p.list.View()
	}
	rule := p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, p.width))
	view := p.list.View() + "\n" + rule + "\n" + p.sentence()
	if p.height >= factsFrom {
		view += "\n" + p.facts()
	}
	return view
}

// facts says what else is known of the container under the cursor.
func (p *Pane) facts() string {
	e, ok := p.list.Current()
	if !ok {
		return theme.Spaces(p.width)
	}
	return p.styles.Dim.Render(p.styles.Fit("  "+strings.Join(words.ContainerFacts(e.Container), " "+p.styles.Glyphs.Dot+" "), p.width))
}

// sentence says in words what the figures of the container under the cursor mean.
func (p *Pane) sentence() string {
	e, ok := p.list.Current()
	if !ok {
		return theme.Spaces(p.width)
	}
	name := p.styles.Cut("  "+e.Name, p.width)
	rest := p.styles.Fit(" "+p.holdWords(e), max(0, p.width-theme.Width(name)))
	return p.styles.Strong.Render(name) + p.styles.Dim.Render(rest)
}

func (p *Pane) holdWords(e *entry) string {
	h := e.hold
	if h.Image == nil {
		return "was created from an image that is gone: " + e.Image.Short()
	}
	text := "holds " + e.image
	if was := p.snapshot.Inventory.WasNamed(e.Container); was != "" {
		text += " (was " + was + ")"
	}
	if h.Ancestors > 0 {
		text += " + " + words.Plural(h.Ancestors, "ancestor")
	}
	if h.Image.SharedSize >= 0 {
		text += ", " + p.uniqueWords(h)
	}
	text += " " + p.styles.Glyphs.Dot + " "
	switch {
	case h.Sole():
		return text + "nothing else holds it"
	case h.Built == 0:
		return text + "so " + do(h.SameImage) + " " + words.Plural(h.SameImage, "other container")
	case h.SameImage == 0:
		return text + "so " + do(h.Built) + " " + words.Plural(h.Built, "container") + " of images on top"
	}
	return text + "so do " + words.Plural(h.SameImage, "other container") + ", and " + words.Count(h.Built) + " of images on top"
}

func do(n int) string {
	if n == 1 {
		return "does"
	}
	return "do"
}
