package containers

import (
	"cmp"
	"strings"

	"jettison/model"
	"jettison/model/version"
	"jettison/model/words"
	"jettison/ui/table"
	"jettison/ui/theme"
)

func (p *Pane) fields() []table.Field[*entry] {
	return []table.Field[*entry]{
		{
			Column: table.Column{ID: "state", Title: "STATE", Min: 10, Ideal: 12},
			Cell:   p.stateCell,
			Compare: func(a, b *entry) int {
				return cmp.Or(cmp.Compare(a.State.Rank(), b.State.Rank()), strings.Compare(string(a.State), string(b.State)))
			},
		},
		{
			Column:  table.Column{ID: "name", Title: "NAME", Min: 16, Ideal: 22, Flex: 2},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: e.Name} },
			Compare: func(a, b *entry) int { return version.Compare(a.Name, b.Name) },
		},
		{
			Column:  table.Column{ID: "image", Title: "IMAGE", Min: 22, Ideal: 28, Flex: 3, CutStart: true, Drop: 1},
			Cell:    p.imageCell,
			Compare: func(a, b *entry) int { return version.Compare(a.image, b.image) },
		},
		{
			Column:  table.Column{ID: "id", Title: "IMAGE ID", Min: 12, Ideal: 12, Drop: 9, Whole: true},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: e.Image.Short(), Style: p.Styles().Dim} },
			Compare: func(a, b *entry) int { return strings.Compare(string(a.Image), string(b.Image)) },
		},
		{
			Column:  table.Column{ID: "size", Title: "SIZE", Align: table.Right, Min: 7, Ideal: 8, Drop: 2, Whole: true},
			Cell:    p.sizeCell,
			Compare: func(a, b *entry) int { return cmp.Compare(a.Size, b.Size) }, Down: true,
		},
		{
			Column:  table.Column{ID: "since", Title: "SINCE", Align: table.Right, Min: 10, Ideal: 10, Drop: 5},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: words.Age(p.Now(), e.Since), Style: p.Styles().Dim} },
			Compare: func(a, b *entry) int { return a.Since.Compare(b.Since) }, Down: true,
		},
		{
			Column: table.Column{ID: "created", Title: "CREATED", Align: table.Right, Min: 10, Ideal: 10, Drop: 6},
			Cell: func(e *entry) table.Cell {
				return table.Cell{Text: words.Age(p.Now(), e.Created), Style: p.Styles().Dim}
			},
			Compare: func(a, b *entry) int { return a.Created.Compare(b.Created) }, Down: true,
		},
		{
			Column: table.Column{ID: "holds", Title: "HOLDS", Align: table.Right, Min: 12, Ideal: 12, Drop: 3, Whole: true},
			Cell:   p.holdCell,
			Compare: func(a, b *entry) int {
				return cmp.Or(cmp.Compare(a.hold.Unique.Min, b.hold.Unique.Min), cmp.Compare(a.hold.Images(), b.hold.Images()))
			},
			Down: true,
		},
		{
			Column:  table.Column{ID: "with", Title: "WITH", Align: table.Right, Min: 5, Ideal: 6, Drop: 7, Whole: true},
			Cell:    p.withCell,
			Compare: func(a, b *entry) int { return cmp.Compare(a.hold.Holders(), b.hold.Holders()) }, Down: true,
		},
	}
}

func (p *Pane) stateCell(e *entry) table.Cell {
	s := p.Styles()
	g := &s.Glyphs
	switch e.State {
	case model.StateRunning:
		return table.Cell{Text: g.Running + " running", Style: s.Good}
	case model.StatePaused:
		return table.Cell{Text: g.Paused + " paused", Style: s.Warn}
	case model.StateRestarting:
		return table.Cell{Text: g.Running + " restarting", Style: s.Warn}
	case model.StateCreated:
		return table.Cell{Text: g.Created + " created", Style: s.Dim}
	case model.StateExited:
		return table.Cell{Text: g.Exited + " exited", Style: s.Dim}
	case model.StateStorage:
		return table.Cell{Text: g.Exited + " storage", Style: s.Dim}
	case model.StateRemoving:
		return table.Cell{Text: g.Exited + " removing", Style: s.Warn}
	case model.StateDead:
		return table.Cell{Text: g.Failed + " dead", Style: s.Bad}
	}
	return table.Cell{Text: g.Exited + " " + string(e.State), Style: s.Dim}
}

// imageCell shows the image under its original reference, or its short ID if that
// reference was removed or names another image now.
func (p *Pane) imageCell(e *entry) table.Cell {
	cell := table.Cell{Text: e.image}
	if !e.named {
		cell.Style = p.Styles().Dim
	}
	return cell
}

func (p *Pane) sizeCell(e *entry) table.Cell {
	switch {
	case e.Size >= 0:
		return table.Cell{Text: words.Size(e.Size)}
	case p.Snapshot().Facts[model.FactUsage].Status == model.StatusLoading:
		return table.Cell{Text: p.Styles().Glyphs.Ellipsis, Style: p.Styles().Faint}
	}
	return table.Cell{Text: p.Styles().Glyphs.Dot, Style: p.Styles().Faint}
}

// holdCell shows how many images the container blocks, and the exclusive bytes of its own
// image. It is dimmed when other containers block them too.
func (p *Pane) holdCell(e *entry) table.Cell {
	if e.hold.Image == nil {
		return table.Cell{Text: words.Unknown, Style: p.Styles().Faint}
	}
	bytes := p.uniqueWords(e.hold)
	cell := table.Cell{
		Text: words.Count(e.hold.Images()) + " " + p.Styles().Glyphs.Dot + " " + theme.Spaces(sizeCells-theme.Width(bytes)) + bytes,
	}
	if !e.hold.Sole() {
		cell.Style = p.Styles().Dim
	}
	return cell
}

// sizeCells is the width of most sizes, which aligns the counts in front of them.
const sizeCells = 7

func (p *Pane) uniqueWords(h model.Hold) string {
	switch {
	case h.Image.SharedSize < 0:
		return p.Styles().Glyphs.Ellipsis
	case h.Unique.About:
		return p.Styles().Glyphs.About + words.Size(h.Unique.Min)
	}
	return words.Size(h.Unique.Min)
}

// withCell counts the other containers that block the same image.
func (p *Pane) withCell(e *entry) table.Cell {
	if n := e.hold.Holders(); n > 0 {
		return table.Cell{Text: "+" + words.Count(n)}
	}
	return table.Cell{Text: words.Unknown, Style: p.Styles().Faint}
}
