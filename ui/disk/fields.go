package disk

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"jettison/model"
	"jettison/ui/table"
	"jettison/ui/theme"
)

func text[T any](id, title string, ideal, drop int, of func(T) string) table.Field[T] {
	return table.Field[T]{
		Column:  table.Column{ID: id, Title: title, Min: min(ideal, 24), Ideal: ideal, Flex: 1, Drop: drop, CutStart: true},
		Cell:    func(item T) table.Cell { return table.Cell{Text: of(item)} },
		Compare: func(a, b T) int { return model.CompareVersions(of(a), of(b)) },
	}
}

// dim is as text, of a fixed width and less prominent.
func dim[T any](p *Pane, id, title string, width, drop int, of func(T) string) table.Field[T] {
	f := text(id, title, width, drop, of)
	f.Min, f.Flex, f.CutStart = width, 0, false
	f.Cell = func(item T) table.Cell { return table.Cell{Text: of(item), Style: p.styles.Dim} }
	return f
}

func size[T any](id, title string, drop int, of func(T) int64) table.Field[T] {
	return table.Field[T]{
		Column:  table.Column{ID: id, Title: title, Align: table.Right, Min: 7, Ideal: 9, Drop: drop, Whole: true},
		Cell:    func(item T) table.Cell { return table.Cell{Text: theme.Size(of(item))} },
		Compare: func(a, b T) int { return cmp.Compare(of(a), of(b)) }, Down: true,
	}
}

func count[T any](id, title string, drop int, of func(T) int64) table.Field[T] {
	f := size(id, title, drop, of)
	f.Cell = func(item T) table.Cell {
		if of(item) < 0 {
			return table.Cell{Text: theme.None}
		}
		return table.Cell{Text: strconv.FormatInt(of(item), 10)}
	}
	return f
}

func age[T any](p *Pane, id, title string, drop int, of func(T) time.Time) table.Field[T] {
	return table.Field[T]{
		Column:  table.Column{ID: id, Title: title, Align: table.Right, Min: 9, Ideal: 10, Drop: drop},
		Cell:    func(item T) table.Cell { return table.Cell{Text: theme.Age(p.now, of(item)), Style: p.styles.Dim} },
		Compare: func(a, b T) int { return of(a).Compare(of(b)) }, Down: true,
	}
}

// The first field is what a list is sorted by at first: on a disk, the bytes.
func (p *Pane) imageFields() []table.Field[*model.Image] {
	return []table.Field[*model.Image]{
		size("size", "SIZE", 0, func(i *model.Image) int64 { return i.Size }),
		size("unique", "UNIQUE", 2, func(i *model.Image) int64 {
			if i.SharedSize < 0 {
				return model.Unknown
			}
			return i.Unique().Min
		}),
		size("shared", "SHARED", 3, func(i *model.Image) int64 { return i.SharedSize }),
		text("image", "IMAGE", 34, 0, (*model.Image).Name),
		dim(p, "id", "IMAGE ID", 12, 6, func(i *model.Image) string { return i.ID.Short() }),
		age(p, "created", "CREATED", 4, func(i *model.Image) time.Time { return i.Created }),
		count("containers", "USED BY", 5, func(i *model.Image) int64 { return int64(len(p.snapshot.Inventory.Users(i.ID))) }),
	}
}

func (p *Pane) containerFields() []table.Field[*model.Container] {
	return []table.Field[*model.Container]{
		size("size", "SIZE", 0, func(c *model.Container) int64 { return c.Size }),
		text("name", "NAME", 24, 0, func(c *model.Container) string { return c.Name }),
		text("image", "IMAGE", 28, 3, func(c *model.Container) string { return c.ImageRef }),
		dim(p, "id", "ID", 12, 6, func(c *model.Container) string { return c.ID.Short() }),
		dim(p, "state", "STATE", 10, 1, func(c *model.Container) string { return string(c.State) }),
		age(p, "created", "CREATED", 4, func(c *model.Container) time.Time { return c.Created }),
	}
}

func (p *Pane) volumeFields() []table.Field[*model.Volume] {
	return []table.Field[*model.Volume]{
		size("size", "SIZE", 0, func(v *model.Volume) int64 { return v.Size }),
		text("name", "NAME", 36, 0, func(v *model.Volume) string { return v.Name }),
		count("links", "USED BY", 1, func(v *model.Volume) int64 { return v.Users }),
		dim(p, "driver", "DRIVER", 10, 3, func(v *model.Volume) string { return v.Driver }),
		age(p, "created", "CREATED", 2, func(v *model.Volume) time.Time { return v.Created }),
	}
}

func (p *Pane) cacheFields() []table.Field[*model.CacheRecord] {
	return []table.Field[*model.CacheRecord]{
		size("size", "SIZE", 0, func(r *model.CacheRecord) int64 { return r.Size }),
		text("what", "WHAT", 30, 0, func(r *model.CacheRecord) string {
			return strings.TrimSpace(strings.ReplaceAll(r.Description, "\n", " "))
		}),
		dim(p, "type", "TYPE", 14, 3, func(r *model.CacheRecord) string { return r.Kind }),
		dim(p, "id", "CACHE ID", 12, 6, func(r *model.CacheRecord) string { return r.ID[:min(12, len(r.ID))] }),
		dim(p, "use", "USE", 7, 1, cacheUse),
		count("uses", "USES", 5, func(r *model.CacheRecord) int64 { return r.Uses }),
		age(p, "used", "LAST USED", 2, func(r *model.CacheRecord) time.Time { return r.LastUsed }),
		age(p, "created", "CREATED", 4, func(r *model.CacheRecord) time.Time { return r.Created }),
	}
}

// cacheUse is whether a record can go: shared ones are counted with images.
func cacheUse(r *model.CacheRecord) string {
	switch {
	case r.InUse:
		return "in use"
	case r.Shared:
		return "shared"
	}
	return "free"
}
