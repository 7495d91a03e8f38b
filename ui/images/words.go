package images

import (
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/reference"
	"jettison/model/words"
	"jettison/ui/theme"
)

// The height in rows of the words about the current row, and of a pane that has room for
// them.
const (
	wordRows  = 3
	wordsFrom = 18
)

// shareBar is the width in cells of the bar of own and shared bytes.
const shareBar = 16

func (p *Pane) hasWords() bool { return p.height >= wordsFrom }

// words says which bytes the row under the cursor has to itself, and why it can or
// can't be removed.
func (p *Pane) words() []string {
	s := p.styles
	lines := []string{s.Faint.Render(strings.Repeat(s.Glyphs.Line, p.width)), "", ""}
	row, ok := p.Current()
	if !ok {
		return lines
	}
	lines[1] = " " + s.Cut(p.sizeWords(row), p.width-1)
	lines[2] = " " + s.Cut(p.fateWords(row), p.width-1)
	return lines
}

// sizeWords gives the row's name and how its bytes divide.
func (p *Pane) sizeWords(row *model.Row) string {
	s, image := p.styles, row.Image
	name := reference.Short(row.Ref)
	if name == "" {
		name = image.Name()
	}
	parts := []string{s.Strong.Render(s.CutStart(name, max(12, p.width/2)))}
	if image.Top != nil {
		parts = append(parts, s.Dim.Render(words.Plural(image.Top.Depth, "layer")))
	}
	if image.SharedSize >= 0 && image.Size > 0 {
		own := image.Unique().Min
		if p.width >= 100 {
			parts = append(parts, s.Thin(shareBar, image.Size, own))
		}
		about := ""
		if !p.inv.Engine.Store.Exact() {
			about = s.Glyphs.About
		}
		parts = append(parts, s.Dim.Render(about+words.Size(own)+" only here, "+about+words.Size(image.SharedSize)+" shared"))
	}
	return strings.Join(parts, "  ")
}

// fateWords says what removing the row comes to: what blocks it and the key that helps, or
// that nothing does, once it is known what uses the image.
func (p *Pane) fateWords(row *model.Row) string {
	s := p.styles
	if pinned, ok := p.inv.Pin(row.Key()); ok {
		return s.Accent.Render(s.Glyphs.Pin) + s.Dim.Render(" stays: pinned by "+words.Pin(pinned))
	}
	plan := model.Preview(p.inv, []model.Key{row.Key()})
	if len(plan.Steps) > 0 && len(plan.Steps[0].Blockers) > 0 {
		text := words.Blocker(&plan.Steps[0].Blockers[0], p.now)
		if plan.Steps[0].Ready {
			return s.Dim.Render(p.keys.Offer(keymap.InImages, keymap.Plan, "only untags: ") + text)
		}
		mark, help := s.Warn.Render(s.Glyphs.Blocked)+" ", ""
		if offer := p.keys.Offer(keymap.InImages, keymap.Plan, "offers what helps"); offer != "" {
			help = "; " + offer
		}
		return mark + s.Cut(text, max(20, p.width-3-theme.Width(help))) + s.Dim.Render(help)
	}
	if unlisted := p.snapshot.Inventory.UnlistedUsers(); unlisted != nil && unlisted.Problem != nil {
		return s.Warn.Render(s.Cut(s.Glyphs.Warning+" "+words.UnlistedUsers(unlisted), p.width-2))
	}
	if p.snapshot.Facts[model.FactContainers].At.IsZero() {
		return s.Dim.Render("what uses it is not known yet")
	}
	return s.Dim.Render("nothing blocks it; " + words.VerdictOn(p.inv, row.Image))
}
