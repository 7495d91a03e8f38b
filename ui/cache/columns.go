package cache

import (
	"cmp"
	"strings"

	"jettison/model"
	"jettison/model/words"
	"jettison/ui/table"
)

func (p *Pane) fields() []table.Field[*model.CacheRecord] {
	dim := func(text string) table.Cell { return table.Cell{Text: text, Style: p.Styles().Dim} }
	return []table.Field[*model.CacheRecord]{
		{
			Column:  table.Column{ID: "what", Title: "WHAT", Min: 20, Ideal: 36, Flex: 1},
			Cell:    func(r *model.CacheRecord) table.Cell { return table.Cell{Text: r.Called()} },
			Compare: func(a, b *model.CacheRecord) int { return strings.Compare(a.Called(), b.Called()) },
		},
		{
			Column:  table.Column{ID: "type", Title: "TYPE", Min: 12, Ideal: 12, Drop: 2},
			Cell:    func(r *model.CacheRecord) table.Cell { return dim(words.CacheType(r)) },
			Compare: func(a, b *model.CacheRecord) int { return strings.Compare(words.CacheType(a), words.CacheType(b)) },
		},
		{
			Column:  table.Column{ID: "stage", Title: "STAGE", Min: 12, Ideal: 14, Drop: 6},
			Cell:    func(r *model.CacheRecord) table.Cell { return dim(r.Of().Stage) },
			Compare: func(a, b *model.CacheRecord) int { return strings.Compare(a.Of().Stage, b.Of().Stage) },
		},
		{
			Column:  table.Column{ID: "size", Title: "SIZE", Align: table.Right, Min: 7, Ideal: 8, Whole: true},
			Cell:    p.sizeCell,
			Compare: func(a, b *model.CacheRecord) int { return cmp.Compare(a.Size, b.Size) }, Down: true,
		},
		{
			Column:  table.Column{ID: "state", Title: "STATE", Min: 8, Ideal: 8, Drop: 1},
			Cell:    p.stateCell,
			Compare: func(a, b *model.CacheRecord) int { return strings.Compare(words.CacheState(a), words.CacheState(b)) },
		},
		{
			Column:  table.Column{ID: "uses", Title: "USED", Align: table.Right, Min: 5, Ideal: 6, Drop: 4},
			Cell:    func(r *model.CacheRecord) table.Cell { return table.Cell{Text: words.Count(r.Uses)} },
			Compare: func(a, b *model.CacheRecord) int { return cmp.Compare(a.Uses, b.Uses) }, Down: true,
		},
		{
			Column:  table.Column{ID: "used", Title: "LAST USED", Align: table.Right, Min: 10, Ideal: 10, Drop: 3},
			Cell:    func(r *model.CacheRecord) table.Cell { return dim(words.Age(p.Now(), r.LastUsed)) },
			Compare: func(a, b *model.CacheRecord) int { return a.LastUsed.Compare(b.LastUsed) }, Down: true,
		},
		{
			Column:  table.Column{ID: "created", Title: "CREATED", Align: table.Right, Min: 10, Ideal: 10, Drop: 5},
			Cell:    func(r *model.CacheRecord) table.Cell { return dim(words.Age(p.Now(), r.Created)) },
			Compare: func(a, b *model.CacheRecord) int { return a.Created.Compare(b.Created) }, Down: true,
		},
	}
}

func (p *Pane) sizeCell(r *model.CacheRecord) table.Cell {
	switch {
	case r.Size < 0:
		return table.Cell{Text: words.Unknown, Style: p.Styles().Faint}
	case r.Shared:
		return table.Cell{Text: words.Size(r.Size), Style: p.Styles().Dim}
	}
	return table.Cell{Text: words.Size(r.Size)}
}

func (p *Pane) stateCell(r *model.CacheRecord) table.Cell {
	g := &p.Styles().Glyphs
	switch state := words.CacheState(r); {
	case r.InUse:
		return table.Cell{Text: g.Running + " " + state, Style: p.Styles().Good}
	case r.Shared:
		return table.Cell{Text: g.Dot + " " + state, Style: p.Styles().Dim}
	default:
		return table.Cell{Text: "  " + state}
	}
}
