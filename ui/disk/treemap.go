package disk

import (
	"fmt"
	"slices"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
	"jettison/ui/theme"
	"jettison/ui/treemap"
)

// wordsAbout is the height of the line below the treemap, which says in full what the
// block may cut. A small treemap has none.
const (
	wordsAbout     = 1
	wordsAboutFrom = 6
)

// Treemap reports whether the images are shown as blocks.
func (p *Pane) Treemap() bool { return p.at == Images && p.blocks.on }

// ZoomIn shows the parts of the chosen block, and reports whether it has any.
func (p *Pane) ZoomIn() bool { return p.Treemap() && p.blocks.zoomIn() }

// ZoomOut returns to the level above, and reports whether there is one.
func (p *Pane) ZoomOut() bool { return p.Treemap() && p.blocks.zoomOut() }

// CurrentKeys returns the rows of the chosen block. Shared layers have none: they are
// removed with the last image that has them.
func (p *Pane) CurrentKeys() []model.Key {
	if c := p.blocks.current(); c != nil && p.Treemap() {
		return slices.Collect(c.keys())
	}
	return nil
}

// showTreemap switches between the treemap and the list of the images.
func (p *Pane) showTreemap() {
	if p.at != Images {
		p.show(Images)
		p.blocks.on = false // toggled below
	}
	p.blocks.toggle()
	p.resize()
}

// resize gives the lists and the treemap the room that is left.
func (p *Pane) resize() {
	for _, s := range p.sections {
		s.SetSize(p.width, max(0, p.height-p.top()))
	}
	// Tiles share their borders; the last ones need one more.
	p.blocks.setSize(p.width-1, p.mapHeight()-1)
}

func (p *Pane) mapHeight() int {
	height := p.height - p.top()
	if height >= wordsAboutFrom {
		height -= wordsAbout
	}
	return max(0, height)
}

// treemapLines draws the blocks, and the words about the chosen one.
func (p *Pane) treemapLines() []string {
	b := &p.blocks
	height := p.mapHeight()
	var lines []string
	switch {
	case len(b.all) == 0 && len(b.path) == 0:
		return []string{p.section().View()} // which says why it is empty
	case len(b.tiles) > 0:
		lines = p.drawn(height)
	case len(b.all) == 0 && height > 2:
		lines = p.fitted("", "  Nothing here matches the filter.", "  "+p.keys.Offer(keymap.InTreemap, keymap.Back, "goes back"))
	}
	for len(lines) < height {
		lines = append(lines, theme.Spaces(p.width))
	}
	if p.height-p.top() > height {
		lines = append(lines, p.fitted(p.wordsAbout())...)
	}
	return lines
}

// fitted cuts or pads lines to the width of the pane.
func (p *Pane) fitted(lines ...string) []string {
	for i := range lines {
		lines[i] = p.styles.Fit(lines[i], p.width)
	}
	return lines
}

func (p *Pane) drawn(height int) []string {
	s, b := p.styles, &p.blocks
	c := &p.canvas
	c.clear(p.width, height)
	lines := newGrid(p.width, height)
	for _, tile := range b.tiles {
		lines.box(tile)
	}
	lines.draw(c, &s.Glyphs.Grid, s.Faint)
	chosen := newGrid(p.width, height)
	chosen.box(b.tiles[b.at])
	chosen.draw(c, &s.Glyphs.Heavy, s.Accent)
	for i := range b.tiles {
		p.drawBlock(c, i)
	}
	return c.lines()
}

// drawBlock draws what fits into a block: its name, its bytes, their share, and further
// facts.
func (p *Pane) drawBlock(c *canvas, tile int) {
	s, b := p.styles, &p.blocks
	r, block := b.tiles[tile], &b.shown[tile]
	inside := treemap.Rect{X: r.X + 1, Y: r.Y + 1, Width: r.Width - 1, Height: r.Height - 1}
	base := theme.Style{}
	if tile == b.at {
		base = s.Selected
	}
	filling := " "
	if block.kind == blockShared || block.kind == blockInner || block.kind == blockLayers {
		filling = s.Glyphs.Series[3]
	}
	c.fill(inside, filling, s.Faint.Over(base))
	p.title(c, inside, tile, base)
	facts := p.facts(block, inside.Width-2)
	for i, fact := range facts[:min(len(facts), max(0, inside.Height-1))] {
		style := s.Dim
		if i == 0 {
			style = s.Text // the bytes, or what replaces them without room
		}
		c.fill(treemap.Rect{X: inside.X, Y: inside.Y + 1 + i, Width: theme.Width(fact) + 2, Height: 1}, " ", base)
		c.put(inside.X+1, inside.Y+1+i, fact, style)
	}
}

// title draws the line with the signs of cursor and mark, and the name.
func (p *Pane) title(c *canvas, inside treemap.Rect, tile int, base theme.Style) {
	s, block := p.styles, &p.blocks.shown[tile]
	x, room := inside.X+1, inside.Width-2
	c.fill(treemap.Rect{X: inside.X, Y: inside.Y, Width: inside.Width, Height: 1}, " ", base)
	signs := 0
	sign := func(glyph string, style theme.Style) {
		if room-signs > 2 {
			c.put(x+signs, inside.Y, glyph, style)
			signs++
		}
	}
	if tile == p.blocks.at {
		sign(s.Glyphs.Cursor, s.Accent)
	}
	switch marked, all := p.markedOf(block); {
	case all:
		sign(s.Glyphs.Marked, s.Marked)
	case marked:
		sign(s.Glyphs.Partly, s.Marked)
	}
	if signs > 0 {
		x, room = x+signs+1, room-signs-1
	}
	style := s.Strong
	if block.kind != blockRepository && block.kind != blockImage || block.name == model.None {
		style = s.Dim
	}
	c.put(x, inside.Y, p.nameOf(block, room), style)
}

// markedOf reports whether any and whether all rows of a block are marked.
func (p *Pane) markedOf(b *shownBlock) (marked, all bool) {
	if p.marks == nil || p.marks.Len() == 0 {
		return false, false
	}
	left := false
	for key := range b.keys() {
		if p.marks.Has(key) {
			marked = true
		} else {
			left = true
		}
		if marked && left {
			break
		}
	}
	return marked, marked && !left
}

// nameOf returns a block's name within a width in cells.
func (p *Pane) nameOf(b *shownBlock, room int) string {
	s := p.styles
	switch b.kind {
	case blockRepository, blockLayers:
		return s.CutStart(b.name, room)
	case blockRest:
		number := s.Glyphs.Ellipsis + words.Count(len(b.rest))
		for _, words := range []string{number + " more", number} {
			if theme.Width(words) <= room {
				return words
			}
		}
		return s.Cut(s.Glyphs.Ellipsis, room)
	case blockImage:
		more := ""
		if n := len(b.image.Refs()) - 1; n > 0 {
			more = " +" + words.Count(n)
		}
		if room-len(more) < 4 {
			more = ""
		}
		return s.Cut(b.name, room-len(more)) + more
	case blockShared, blockInner:
	}
	return s.Cut(b.name, room)
}

// facts returns the lines below a block's name that fit as a whole.
func (p *Pane) facts(b *shownBlock, room int) []string {
	figure := p.bytes(b.own)
	if share := p.share(b.own); theme.Width(figure)+theme.Width(share)+2 <= room {
		figure += "  " + share
	}
	facts := []string{figure}
	images := words.Plural(b.images, "image")
	switch b.kind {
	case blockRepository:
		facts = append(facts, images, p.usedWords(b.used))
	case blockImage:
		facts = append(facts, words.Age(p.now, b.image.Created), p.imageWords(b))
	case blockShared:
		facts = append(facts, "by several", "repositories")
	case blockInner:
		facts = append(facts, "by several", "of its images")
	case blockLayers:
		facts = append(facts, images)
		if p.filter == "" && b.repositories > 1 { // the other repositories are not known here
			facts = append(facts, words.Count(b.repositories)+" repositories")
		}
	case blockRest:
	}
	fit := facts[:0]
	for _, fact := range facts {
		if fact != "" && theme.Width(fact) <= room {
			fit = append(fit, fact)
		}
	}
	return fit
}

func (p *Pane) usedWords(used int) string {
	switch {
	case p.snapshot.Facts[model.FactContainers].At.IsZero():
		return ""
	case used == 0:
		return "unused"
	}
	return words.Count(used) + " in use"
}

func (p *Pane) imageWords(b *shownBlock) string {
	if b.used == 0 {
		return p.usedWords(0)
	}
	return "in use"
}

// bytes returns a figure of the treemap, with a sign in front when it is not exact. With
// containers whose images are gone, every figure is a bound.
func (p *Pane) bytes(b size.Range) string {
	g := &p.styles.Glyphs
	if p.blocks.division.Orphaned {
		b.Min = 0
	}
	switch {
	case b.Min <= 0 && b.Max > 0:
		return g.AtMost + words.Size(b.Max)
	case words.Size(b.Min) != words.Size(b.Max):
		return g.AtLeast + words.Size(b.Min)
	case b.About:
		return g.About + words.Size(b.Min)
	}
	return words.Size(b.Min)
}

// share returns a part of the level in percent.
func (p *Pane) share(part size.Range) string {
	whole := p.blocks.whole.Middle()
	if whole <= 0 {
		return ""
	}
	percent := 100 * float64(part.Middle()) / float64(whole)
	if percent > 0 && percent < 1 {
		return "<1%"
	}
	return fmt.Sprintf("%.0f%%", percent)
}
