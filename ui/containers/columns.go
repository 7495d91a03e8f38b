package containers

import (
	"cmp"
	"strings"

	"jettison/model"
	"jettison/ui/table"
	"jettison/ui/theme"
)

func (p *Pane) fields() []table.Field[*entry] {
	return []table.Field[*entry]{
		{
			Column:  table.Column{ID: "state", Title: "STATE", Min: 11, Ideal: 12},
			Cell:    p.stateCell,
			Compare: func(a, b *entry) int { return cmp.Compare(stateRank(a.State), stateRank(b.State)) },
		},
		{
			Column:  table.Column{ID: "name", Title: "NAME", Min: 14, Ideal: 22, Flex: 2},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: e.Name} },
			Compare: func(a, b *entry) int { return model.CompareVersions(a.Name, b.Name) },
		},
		{
			Column:  table.Column{ID: "image", Title: "IMAGE", Min: 14, Ideal: 28, Flex: 3, CutStart: true, Drop: 1},
			Cell:    p.imageCell,
			Compare: func(a, b *entry) int { return model.CompareVersions(imageName(a), imageName(b)) },
		},
		{
			Column:  table.Column{ID: "id", Title: "ID", Min: 12, Ideal: 12, Drop: 9, Whole: true},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: e.ID.Short(), Style: p.styles.Dim} },
			Compare: func(a, b *entry) int { return strings.Compare(string(a.ID), string(b.ID)) },
		},
		{
			Column:  table.Column{ID: "size", Title: "SIZE", Align: table.Right, Min: 7, Ideal: 8, Drop: 3, Whole: true},
			Cell:    p.sizeCell,
			Compare: func(a, b *entry) int { return cmp.Compare(a.Size, b.Size) }, Down: true,
		},
		{
			Column:  table.Column{ID: "since", Title: "SINCE", Align: table.Right, Min: 9, Ideal: 10, Drop: 5},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: theme.Age(p.now, e.Since), Style: p.styles.Dim} },
			Compare: func(a, b *entry) int { return a.Since.Compare(b.Since) }, Down: true,
		},
		{
			Column:  table.Column{ID: "created", Title: "CREATED", Align: table.Right, Min: 9, Ideal: 10, Drop: 6},
			Cell:    func(e *entry) table.Cell { return table.Cell{Text: theme.Age(p.now, e.Created), Style: p.styles.Dim} },
			Compare: func(a, b *entry) int { return a.Created.Compare(b.Created) }, Down: true,
		},
		{
			Column:  table.Column{ID: "holds", Title: "HOLDS DOWN", Align: table.Right, Min: 18, Ideal: 20, Drop: 2},
			Cell:    p.holdCell,
			Compare: func(a, b *entry) int { return cmp.Compare(a.hold.bytes.Min, b.hold.bytes.Min) }, Down: true,
		},
	}
}

// stateRank orders states: what runs first, what is dead last.
func stateRank(s model.ContainerState) int {
	for i, state := range []model.ContainerState{
		model.StateRunning, model.StatePaused, model.StateRestarting, model.StateCreated, model.StateExited,
		model.StateRemoving, model.StateDead,
	} {
		if s == state {
			return i
		}
	}
	return len(s) + 16
}

// stateWord is the state and what it counts as when an image is deleted.
func stateWord(s model.ContainerState) string {
	if s.Running() {
		return string(s) + " running"
	}
	return string(s) + " stopped"
}

func (p *Pane) stateCell(e *entry) table.Cell {
	s := p.styles
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
	case model.StateRemoving:
		return table.Cell{Text: g.Exited + " removing", Style: s.Warn}
	case model.StateDead:
		return table.Cell{Text: g.Failed + " dead", Style: s.Bad}
	}
	return table.Cell{Text: g.Exited + " " + string(e.State), Style: s.Dim}
}

// imageName is what the container was created from, or what is left of it.
func imageName(e *entry) string {
	if strings.HasPrefix(e.ImageRef, "sha256:") || e.ImageRef == "" {
		return e.Image.Short()
	}
	return e.ImageRef
}

func (p *Pane) imageCell(e *entry) table.Cell {
	cell := table.Cell{Text: imageName(e)}
	if !e.hold.known {
		cell.Style, cell.Suffix = p.styles.Dim, " gone"
	}
	return cell
}

func (p *Pane) sizeCell(e *entry) table.Cell {
	if e.Size < 0 && p.snapshot.Facts[model.FactUsage].Status == model.StatusLoading {
		return table.Cell{Text: p.styles.Glyphs.Ellipsis, Style: p.styles.Faint}
	}
	return table.Cell{Text: theme.Size(e.Size)}
}

// holdCell says how many images can't go because of the container, and the
// bytes of its image alone.
func (p *Pane) holdCell(e *entry) table.Cell {
	if !e.hold.known {
		return table.Cell{Text: theme.None, Style: p.styles.Faint}
	}
	text := theme.Count(1+e.hold.more, "image")
	if p.snapshot.Inventory.Engine.Store == model.StoreContainerd {
		// There, only the container's own image is held.
		text = theme.Count(1, "image")
	}
	if !p.snapshot.Facts[model.FactShared].At.IsZero() {
		text += ", " + theme.Size(e.hold.bytes.Min)
	}
	return table.Cell{Text: text}
}
