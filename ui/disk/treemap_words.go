package disk

import (
	"strings"

	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

// wordsAbout says in full what the chosen block is. What does not fit is left out.
func (p *Pane) wordsAbout() string {
	s, b := p.styles, p.blocks.current()
	if b == nil || len(p.blocks.tiles) == 0 {
		return ""
	}
	name, text := p.sentence(b)
	name = s.CutStart(name, max(12, p.width/2))
	left := p.width - 2 - theme.Width(name)
	about, gap := "", "  "
	for _, word := range text {
		if width := theme.Width(gap) + theme.Width(word); word != "" && width <= left {
			about += gap + word
			left -= width
			gap = " " + s.Glyphs.Dot + " "
		}
	}
	return " " + s.Strong.Render(name) + s.Dim.Render(about)
}

// sentence returns the full name of a block, and the facts about it.
func (p *Pane) sentence(b *shownBlock) (name string, facts []string) {
	own := p.bytes(b.own)
	if share := p.share(b.own); share != "" {
		own += ", " + share + ","
	}
	switch b.kind {
	case blockRepository:
		return b.name, []string{own + " only here", words.Plural(b.images, "image"), p.usedWords(b.used)}
	case blockImage:
		if b.elsewhere {
			return b.image.Name(), []string{words.Size(b.image.Size) + " in all", "named in another repository too, so its bytes count as shared"}
		}
		return b.image.Name(), []string{own + " only here", words.Size(b.image.Size) + " in all", p.imageWords(b)}
	case blockShared:
		return sharedWord, []string{own + " held by several repositories", "goes with the last image that has it"}
	case blockInner:
		return "shared inside", []string{own + " held by several images of this repository only", "goes with the last of them"}
	case blockLayers:
		return b.name, []string{own + " that " + held(b.images)}
	case blockRest:
	}
	return words.Count(len(b.rest)) + " more", []string{own + " together"}
}

// held says how many images have the layers that are named after one of them.
func held(images int) string {
	if images == 1 {
		return "only it has"
	}
	return "it and " + words.Plural(images-1, "other") + " have"
}

// trail returns the path of the zoom, which follows the name of the category.
func (p *Pane) trail() string {
	s := p.styles
	var text strings.Builder
	for _, l := range p.blocks.path {
		name := l.id
		switch l.kind {
		case blockShared:
			name = sharedWord
		case blockRest:
			name = s.Glyphs.Ellipsis
		default:
		}
		text.WriteString(" " + s.Glyphs.Arrow + " " + name)
	}
	return s.CutStart(text.String(), p.width/2)
}

// levelBytes returns the sum of the blocks on the screen.
func (p *Pane) levelBytes() string {
	if p.blocks.division == nil || len(p.blocks.all) == 0 {
		return ""
	}
	return p.bytes(p.blocks.whole) + " "
}

// basisWords explains why the figures of the treemap are not exact; empty when they are.
func (p *Pane) basisWords() string {
	d := p.blocks.division
	if d == nil || d.Images == 0 {
		return ""
	}
	g := &p.styles.Glyphs
	layers := p.snapshot.Facts[model.FactLayers]
	switch store := p.snapshot.Inventory.Engine.Store; {
	case d.Basis == model.BasisLayers && d.Orphaned:
		return g.AtMost + " containers whose images are gone may hold some"
	case d.Basis == model.BasisLayers && d.Total.About:
		return g.About + " archives and files of layers, as far as they are known"
	case d.Basis == model.BasisLayers:
		return ""
	case store.Exact() && layers.Total > 0 && layers.At.IsZero():
		return g.About + " still reading layers: " + pane.CountWords(layers.Done, layers.Total)
	case d.Basis == model.BasisShares:
		return g.About + " by what the engine says that images share"
	}
	return g.AtMost + " whole sizes: what images share is not known"
}
