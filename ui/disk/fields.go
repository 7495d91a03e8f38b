package disk

import (
	"cmp"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/version"
	"jettison/model/words"
	"jettison/ui/table"
)

// text is a column of names. They are sorted as versions, so that "web-2"
// comes before "web-10".
func text[T any](column table.Column, of func(T) string) table.Field[T] {
	return table.Field[T]{
		Column:  column,
		Cell:    func(item T) table.Cell { return table.Cell{Text: of(item)} },
		Compare: func(a, b T) int { return version.Compare(of(a), of(b)) },
	}
}

// dim is like text, but less prominent.
func dim[T any](p *Pane, column table.Column, of func(T) string) table.Field[T] {
	f := text(column, of)
	f.Cell = func(item T) table.Cell {
		if text := of(item); text != "" {
			return table.Cell{Text: text, Style: p.styles.Dim}
		}
		return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
	}
	return f
}

// short is a column of IDs.
func short[T any](p *Pane, title string, drop int, of func(T) string) table.Field[T] {
	return dim(p, table.Column{ID: "id", Title: title, Min: 12, Ideal: 12, Drop: drop, Whole: true}, of)
}

func sizeField[T any](p *Pane, id, title string, drop int, of func(T) int64) table.Field[T] {
	return table.Field[T]{
		Column:  table.Column{ID: id, Title: title, Align: table.Right, Min: 7, Ideal: 8, Drop: drop, Whole: true},
		Cell:    func(item T) table.Cell { return p.sizeCell(of(item)) },
		Compare: func(a, b T) int { return cmp.Compare(of(a), of(b)) }, Down: true,
	}
}

// sizeCell shows a number of bytes, with an ellipsis for one that is still being loaded.
func (p *Pane) sizeCell(n int64) table.Cell {
	switch {
	case n >= 0:
		return table.Cell{Text: words.Size(n)}
	case p.measuring():
		return table.Cell{Text: p.styles.Glyphs.Ellipsis, Style: p.styles.Faint}
	}
	return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
}

func count[T any](p *Pane, id, title string, drop int, of func(T) int64) table.Field[T] {
	f := sizeField(p, id, title, drop, of)
	f.Cell = func(item T) table.Cell {
		if n := of(item); n > 0 {
			return table.Cell{Text: words.Count(int(n))}
		} else if n == 0 {
			return table.Cell{Text: "0", Style: p.styles.Dim}
		}
		return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
	}
	return f
}

func age[T any](p *Pane, id, title string, drop int, of func(T) time.Time) table.Field[T] {
	return table.Field[T]{
		Column:  table.Column{ID: id, Title: title, Align: table.Right, Min: 10, Ideal: 10, Drop: drop},
		Cell:    func(item T) table.Cell { return table.Cell{Text: words.Age(p.now, of(item)), Style: p.styles.Dim} },
		Compare: func(a, b T) int { return of(a).Compare(of(b)) }, Down: true,
	}
}

// imageFields returns the columns of the images. Each image is listed by its first row, as
// `docker system df -v` does.
func (p *Pane) imageFields() []table.Field[*model.Row] {
	return []table.Field[*model.Row]{
		repositoryField(),
		tagField(),
		short(p, "IMAGE ID", 6, func(r *model.Row) string { return r.Image.ID.Short() }),
		age(p, "created", "CREATED", 4, func(r *model.Row) time.Time { return r.Image.Created }),
		sizeField(p, "size", "SIZE", 0, func(r *model.Row) int64 { return r.Image.Size }),
		sizeField(p, "shared", "SHARED", 3, func(r *model.Row) int64 { return r.Image.SharedSize }),
		sizeField(p, "unique", "UNIQUE", 2, unique),
		count(p, "containers", "USED BY", 5, p.users),
	}
}

// repositoryField sorts like the image list: repositories are not versions.
func repositoryField() table.Field[*model.Row] {
	return table.Field[*model.Row]{
		Column:  table.Column{ID: "repository", Title: "REPOSITORY", Min: 16, Ideal: 26, Flex: 3, CutStart: true},
		Cell:    func(r *model.Row) table.Cell { return table.Cell{Text: r.Repo} },
		Compare: func(a, b *model.Row) int { return strings.Compare(a.Repo, b.Repo) },
	}
}

func tagField() table.Field[*model.Row] {
	f := text(table.Column{ID: "tag", Title: "TAG", Min: 10, Ideal: 14, Flex: 1, Drop: 1}, func(r *model.Row) string { return r.Tag })
	f.Cell = func(r *model.Row) table.Cell {
		cell := table.Cell{Text: r.Tag}
		if more := len(r.Image.Refs()) - 1; more > 0 {
			cell.Suffix = " +" + words.Count(more)
		}
		return cell
	}
	return f
}

// firstRow reports whether a row is the first one of its image.
func firstRow(r *model.Row) bool { return r.First() }

func unique(r *model.Row) int64 {
	if r.Image.SharedSize < 0 {
		return model.Unknown
	}
	return r.Image.Unique().Min
}

func (p *Pane) users(r *model.Row) int64 {
	if p.snapshot.Facts[model.FactContainers].At.IsZero() {
		return model.Unknown
	}
	inv := p.snapshot.Inventory
	return int64(len(inv.Users(r.Image.ID)) + len(inv.ServicesOf(r.Image.ID)))
}

func (p *Pane) containerFields() []table.Field[*model.Container] {
	return []table.Field[*model.Container]{
		text(table.Column{ID: "name", Title: "NAME", Min: 16, Ideal: 22, Flex: 2}, func(c *model.Container) string { return c.Name }),
		short(p, "ID", 8, func(c *model.Container) string { return c.ID.Short() }),
		text(table.Column{ID: "image", Title: "IMAGE", Min: 22, Ideal: 26, Flex: 2, Drop: 4, CutStart: true}, p.imageName),
		dim(p, table.Column{ID: "command", Title: "COMMAND", Min: 16, Ideal: 20, Flex: 2, Drop: 6}, p.command),
		count(p, "volumes", "VOLUMES", 7, p.localVolumes),
		sizeField(p, "size", "SIZE", 0, func(c *model.Container) int64 { return c.Size }),
		age(p, "created", "CREATED", 5, func(c *model.Container) time.Time { return c.Created }),
		p.stateField(),
	}
}

func (p *Pane) imageName(c *model.Container) string {
	name, _ := p.snapshot.Inventory.ImageName(c)
	return name
}

func (p *Pane) command(c *model.Container) string { return p.usage.OfContainer[c.ID].Command }

func (p *Pane) localVolumes(c *model.Container) int64 {
	if of, ok := p.usage.OfContainer[c.ID]; ok {
		return of.Volumes
	}
	return model.Unknown
}

func (p *Pane) stateField() table.Field[*model.Container] {
	return table.Field[*model.Container]{
		Column: table.Column{ID: "state", Title: "STATE", Min: 10, Ideal: 12, Drop: 2},
		Cell: func(c *model.Container) table.Cell {
			if c.State.Running() {
				return table.Cell{Text: p.styles.Glyphs.Running + " " + string(c.State), Style: p.styles.Good}
			}
			return table.Cell{Text: p.styles.Glyphs.Exited + " " + string(c.State), Style: p.styles.Dim}
		},
		Compare: func(a, b *model.Container) int { return cmp.Compare(a.State.Rank(), b.State.Rank()) },
	}
}

func (p *Pane) volumeFields() []table.Field[*model.Volume] {
	return []table.Field[*model.Volume]{
		text(table.Column{ID: "name", Title: "NAME", Min: 24, Ideal: 40, Flex: 1}, func(v *model.Volume) string { return v.Name }),
		count(p, "links", "USED BY", 1, func(v *model.Volume) int64 { return v.Users }),
		sizeField(p, "size", "SIZE", 0, func(v *model.Volume) int64 { return v.Size }),
		age(p, "created", "CREATED", 2, func(v *model.Volume) time.Time { return v.Created }),
		dim(p, table.Column{ID: "driver", Title: "DRIVER", Min: 8, Ideal: 10, Drop: 3}, func(v *model.Volume) string { return v.Driver }),
	}
}

func (p *Pane) cacheFields() []table.Field[*model.CacheRecord] {
	return []table.Field[*model.CacheRecord]{
		short(p, "CACHE ID", 6, func(r *model.CacheRecord) string { return r.ID[:min(12, len(r.ID))] }),
		dim(p, table.Column{ID: "type", Title: "TYPE", Min: 14, Ideal: 14, Drop: 3}, func(r *model.CacheRecord) string { return r.Type }),
		sizeField(p, "size", "SIZE", 0, func(r *model.CacheRecord) int64 { return r.Size }),
		age(p, "created", "CREATED", 4, func(r *model.CacheRecord) time.Time { return r.Created }),
		age(p, "used", "LAST USED", 2, func(r *model.CacheRecord) time.Time { return r.LastUsed }),
		count(p, "uses", "USED", 5, func(r *model.CacheRecord) int64 { return r.Uses }),
		p.cacheStateField(),
		text(table.Column{ID: "what", Title: "DESCRIPTION", Min: 20, Ideal: 36, Flex: 1}, func(r *model.CacheRecord) string { return r.Description }),
	}
}

func (p *Pane) cacheStateField() table.Field[*model.CacheRecord] {
	f := text(table.Column{ID: "state", Title: "STATE", Min: 8, Ideal: 8, Drop: 1}, cacheState)
	f.Cell = func(r *model.CacheRecord) table.Cell {
		switch state := cacheState(r); state {
		case stateInUse:
			return table.Cell{Text: p.styles.Glyphs.Running + " " + state, Style: p.styles.Good}
		case stateShared:
			return table.Cell{Text: p.styles.Glyphs.Dot + " " + state, Style: p.styles.Dim}
		default:
			return table.Cell{Text: "  " + state}
		}
	}
	return f
}

// Why a record of the build cache is kept.
const (
	stateInUse  = "in use"
	stateShared = "shared" // its bytes are counted with images
	stateFree   = "free"
)

func cacheState(r *model.CacheRecord) string {
	switch {
	case r.InUse:
		return stateInUse
	case r.Shared:
		return stateShared
	}
	return stateFree
}
