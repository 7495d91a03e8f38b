package volumes

import (
	"cmp"
	"strings"

	"jettison/model"
	"jettison/model/version"
	"jettison/model/words"
	"jettison/ui/table"
)

func (p *Pane) fields() []table.Field[*entry] {
	return []table.Field[*entry]{
		{
			Column:  table.Column{ID: "name", Title: "NAME", Min: 16, Ideal: 24, Flex: 3},
			Cell:    p.nameCell,
			Compare: func(a, b *entry) int { return version.Compare(a.Name, b.Name) },
		},
		{
			Column:  table.Column{ID: "size", Title: "SIZE", Align: table.Right, Min: 7, Ideal: 8, Whole: true},
			Cell:    p.sizeCell,
			Compare: func(a, b *entry) int { return cmp.Compare(a.Size, b.Size) }, Down: true,
		},
		{
			Column:  table.Column{ID: "state", Title: "STATE", Min: 11, Ideal: 12, Drop: 1},
			Cell:    p.stateCell,
			Compare: func(a, b *entry) int { return cmp.Compare(a.state, b.state) },
		},
		{
			Column:  table.Column{ID: "users", Title: "USED BY", Min: 14, Ideal: 20, Flex: 2, Drop: 2},
			Cell:    p.usersCell,
			Compare: func(a, b *entry) int { return cmp.Compare(len(a.users), len(b.users)) }, Down: true,
		},
		{
			Column:  table.Column{ID: "project", Title: "PROJECT", Min: 8, Ideal: 14, Flex: 1, Drop: 4},
			Cell:    func(e *entry) table.Cell { return p.orUnknown(e.Project()) },
			Compare: func(a, b *entry) int { return strings.Compare(a.Project(), b.Project()) },
		},
		{
			Column: table.Column{ID: "created", Title: "CREATED", Align: table.Right, Min: 10, Ideal: 10, Drop: 3},
			Cell: func(e *entry) table.Cell {
				return table.Cell{Text: words.Age(p.Now(), e.Created), Style: p.Styles().Dim}
			},
			Compare: func(a, b *entry) int { return a.Created.Compare(b.Created) }, Down: true,
		},
		{
			Column:  table.Column{ID: "driver", Title: "DRIVER", Min: 6, Ideal: 8, Drop: 5},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: e.Driver, Style: p.Styles().Dim} },
			Compare: func(a, b *entry) int { return strings.Compare(a.Driver, b.Driver) },
		},
	}
}

// nameCell shows the name, or the beginning of one that the engine made up.
func (p *Pane) nameCell(e *entry) table.Cell {
	cell := table.Cell{Text: e.Called()}
	if e.Anonymous() {
		cell.Style = p.Styles().Dim
	}
	return cell
}

func (p *Pane) sizeCell(e *entry) table.Cell {
	switch {
	case e.Size >= 0:
		return table.Cell{Text: words.Size(e.Size)}
	case p.measuring():
		return table.Cell{Text: p.Styles().Glyphs.Ellipsis, Style: p.Styles().Faint}
	}
	return p.orUnknown("")
}

// measuring reports whether the sizes of volumes are being measured or will be.
func (p *Pane) measuring() bool {
	fact := p.Snapshot().Facts[model.FactUsage]
	return fact.Status == model.StatusLoading || fact.Status == model.StatusWaiting && fact.At.IsZero()
}

func (p *Pane) stateCell(e *entry) table.Cell {
	s := p.Styles()
	g := &s.Glyphs
	if !p.usersKnown() {
		return table.Cell{Text: g.Ellipsis, Style: s.Faint}
	}
	text := words.VolumeState(e.Volume, e.state)
	switch e.state {
	case model.VolumeRunning:
		return table.Cell{Text: g.Running + " " + text, Style: s.Good}
	case model.VolumeStopped:
		return table.Cell{Text: g.Exited + " " + text, Style: s.Dim}
	case model.VolumeUnused:
	}
	return table.Cell{Text: g.Waiting + " " + text}
}

func (p *Pane) usersCell(e *entry) table.Cell {
	switch n := len(e.users); {
	case !p.usersKnown():
		return table.Cell{Text: p.Styles().Glyphs.Ellipsis, Style: p.Styles().Faint}
	case n == 0:
		return p.orUnknown("")
	case n == 1:
		return table.Cell{Text: e.users[0].Name}
	default:
		return table.Cell{Text: e.users[0].Name, Suffix: " +" + words.Count(n-1)}
	}
}

// orUnknown shows a text, or that there is none.
func (p *Pane) orUnknown(text string) table.Cell {
	if text == "" {
		return table.Cell{Text: words.Unknown, Style: p.Styles().Faint}
	}
	return table.Cell{Text: text, Style: p.Styles().Dim}
}
