// Package disk is the pane that shows what `docker system df` and `docker system df -v`
// show, with bars and a treemap.
package disk

import (
	"slices"
	"strings"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Category is one line of `docker system df`.
type Category uint8

// The categories, in the order of `docker system df`.
const (
	Images Category = iota
	Containers
	Volumes
	BuildCache
	categoryCount
)

// String returns the name of the category.
func (c Category) String() string {
	switch c {
	case Containers:
		return "Containers"
	case Volumes:
		return "Local volumes"
	case BuildCache:
		return "Build cache"
	case Images, categoryCount:
	}
	return "Images"
}

// lister is a list of any category.
type lister interface {
	drawn
	sorted
	SetEmpty(lines ...string)
	Do(action keymap.Action) bool
	Click(x, y int)
	Wheel(rows int)
	Shown() (shown, all int)
}

type drawn interface {
	SetStyles(styles *theme.Styles)
	SetSize(width, height int)
	View() string
}

type sorted interface {
	Titles() []string
	Order() (field int, descending bool)
	SortBy(field int)
}

// section is the list of a category, and how it is filtered.
type section struct {
	lister
	narrow func(filter model.PlainFilter)
}

// Pane shows the totals of all categories, and the list of one. It does no I/O.
type Pane struct {
	pane.None
	styles *theme.Styles
	keys   *keymap.Map
	now    time.Time

	snapshot model.Snapshot
	usage    *model.Usage // never nil
	measured bool         // usage is from the engine; else it is derived from the lists
	at       Category
	filter   string
	sections [categoryCount]section

	images     *table.List[*model.Row]
	containers *table.List[*model.Container]
	volumes    *table.List[*model.Volume]
	cache      *table.List[*model.CacheRecord]

	blocks blocks // the images as a treemap
	canvas canvas // of the last frame, for reuse
	marks  *model.Marks

	ofList, ofTreemap []pane.Action

	width, height int
}

// New returns an empty pane. The root owns the marks and rebases them onto a new inventory
// before the pane gets it.
func New(styles *theme.Styles, keys *keymap.Map, marks *model.Marks) *Pane {
	p := &Pane{styles: styles, keys: keys, marks: marks}
	p.snapshot.Inventory = model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
	p.usage, p.measured = p.snapshot.KnownUsage()
	p.images = largestFirst(styles, func(r *model.Row) string { return string(r.Image.ID) }, p.imageFields())
	p.containers = largestFirst(styles, func(c *model.Container) string { return string(c.ID) }, p.containerFields())
	p.volumes = largestFirst(styles, func(v *model.Volume) string { return v.Name }, p.volumeFields())
	p.cache = largestFirst(styles, func(r *model.CacheRecord) string { return r.ID }, p.cacheFields())
	p.blocks = blocks{inv: p.snapshot.Inventory, match: matchRow(nil)}
	p.ofList, p.ofTreemap = p.listActions(), p.treemapActions()
	p.sections = [categoryCount]section{
		Images: {p.images, func(filter model.PlainFilter) {
			p.images.SetMatch(matchRow(filter))
			p.blocks.setMatch(matchRow(filter))
		}},
		Containers: {p.containers, func(filter model.PlainFilter) {
			p.containers.SetMatch(func(c *model.Container) bool {
				return filter.Match(c.Name, c.ImageRef, p.imageName(c), p.command(c), c.ID.Short(), string(c.State), c.State.RunningOrStopped())
			})
		}},
		Volumes: {p.volumes, func(filter model.PlainFilter) {
			p.volumes.SetMatch(func(v *model.Volume) bool { return filter.Match(v.Name, v.Driver) })
		}},
		BuildCache: {p.cache, func(filter model.PlainFilter) {
			p.cache.SetMatch(func(r *model.CacheRecord) bool { return filter.Match(r.ID, r.Type, r.Description, cacheState(r)) })
		}},
	}
	return p
}

// matchRow judges rows by the names of their images.
func matchRow(filter model.PlainFilter) func(*model.Row) bool {
	if len(filter) == 0 {
		return func(*model.Row) bool { return true }
	}
	var fields []string
	return func(r *model.Row) bool {
		fields = append(append(fields[:0], r.Image.ID.Short()), r.Image.Refs()...)
		if r.Ref == "" {
			fields = append(fields, r.Repo)
		}
		return filter.Match(fields...)
	}
}

// largestFirst returns a list that is sorted by size: on a disk, the bytes matter.
func largestFirst[T any](styles *theme.Styles, id func(T) string, fields []table.Field[T]) *table.List[T] {
	list := table.NewList(styles, id, fields)
	list.SortColumn("size")
	return list
}

// SetSnapshot shows a newer snapshot. The cursors stay on their items.
func (p *Pane) SetSnapshot(snapshot model.Snapshot, now time.Time) {
	same := snapshot.Inventory == p.snapshot.Inventory
	p.snapshot, p.now = snapshot, now
	p.usage, p.measured = snapshot.KnownUsage()
	p.sayEmpty()
	if same {
		return
	}
	inv := snapshot.Inventory
	rows := inv.Rows()
	images := make([]*model.Row, 0, len(rows))
	for i := range rows {
		if firstRow(&rows[i]) {
			images = append(images, &rows[i])
		}
	}
	p.images.SetItems(images)
	p.containers.SetItems(slices.Clone(inv.Containers()))
	p.volumes.SetItems(slices.Clone(p.usage.VolumeList))
	p.cache.SetItems(slices.Clone(p.usage.Cache))
	p.blocks.setInventory(inv)
}

// Title is part of pane.Pane.
func (p *Pane) Title() string { return "Disk" }

// Figure returns the bytes that the engine uses on the disk.
func (p *Pane) Figure(snapshot model.Snapshot) string {
	u, fact := snapshot.Inventory.Usage, snapshot.Facts[model.FactUsage]
	switch {
	case fact.Status == model.StatusFailed:
		return p.styles.Glyphs.Warning
	case u == nil:
		return p.styles.Glyphs.Ellipsis
	case u.Images.Size < 0:
		return "" // most of it is not known
	}
	return words.Size(max(0, u.Images.Size) + max(0, u.Containers.Size) + max(0, u.Volumes.Size) + max(0, u.BuildCache.Size))
}

// Context is part of pane.Pane.
func (p *Pane) Context() keymap.Context {
	if p.Treemap() {
		return keymap.InTreemap
	}
	return keymap.InDisk
}

// Back zooms out of a block of the treemap.
func (p *Pane) Back() bool { return p.ZoomOut() }

// FilterKind is part of pane.Pane.
func (p *Pane) FilterKind() pane.FilterKind { return pane.FilterWords }

// Filter returns the text in force.
func (p *Pane) Filter() string { return p.filter }

// SetFilter filters every list to the items that contain each word of the text.
func (p *Pane) SetFilter(text string) error {
	p.filter = text
	filter := model.ParsePlainFilter(text)
	for _, s := range p.sections {
		s.narrow(filter)
	}
	p.sayEmpty()
	return nil
}

// sayEmpty sets what each list says when it is empty.
func (p *Pane) sayEmpty() {
	for at, s := range p.sections {
		s.SetEmpty(p.emptyWords(Category(at))...)
	}
}

func (p *Pane) emptyWords(c Category) []string {
	fact, failed := p.snapshot.Facts[model.FactUsage], "The disk usage could not be measured."
	switch c {
	case Images:
		fact, failed = p.snapshot.Facts[model.FactImages], "The images could not be listed."
	case Containers:
		fact, failed = p.snapshot.Facts[model.FactContainers], "The containers could not be listed."
	case Volumes, BuildCache, categoryCount:
	}
	measured := c == Volumes || c == BuildCache
	switch {
	case fact.Status == model.StatusFailed && fact.Problem != nil && fact.At.IsZero():
		return []string{failed, words.ProblemLine(fact.Problem), p.keys.Offer(keymap.InDisk, keymap.Refresh, "tries again")}
	case fact.At.IsZero() && measured:
		return []string{
			"Measuring disk usage" + p.styles.Glyphs.Ellipsis,
			"This can take minutes on a big host; everything else works meanwhile.",
		}
	case fact.At.IsZero():
		lines := []string{"Listing " + strings.ToLower(c.String()) + p.styles.Glyphs.Ellipsis}
		if c == Images {
			lines = append(lines, words.Listing(p.snapshot.Listing)...)
		}
		return lines
	case p.filter != "":
		return []string{"Nothing matches the filter.", p.keys.Offer(keymap.InDisk, keymap.Back, "clears it")}
	case c == BuildCache && p.snapshot.Inventory.Engine.Store == model.StorePodman:
		return []string{"Podman keeps no build cache of its own: it builds into images."}
	}
	return []string{"There are no " + nothings()[c] + " on this engine."}
}

// nothings returns the names of the items of the categories, for empty lists.
func nothings() [categoryCount]string {
	return [categoryCount]string{"images", "containers", "volumes", "records of a build cache"}
}

// measuring reports whether the disk usage is being measured or will be.
func (p *Pane) measuring() bool {
	status := p.snapshot.Facts[model.FactUsage].Status
	return status == model.StatusLoading || status == model.StatusWaiting && !p.measured
}

// At returns the category whose list is shown.
func (p *Pane) At() Category { return p.at }

// CurrentImage returns the image under the cursor, or that of the container there.
func (p *Pane) CurrentImage() (model.ImageID, bool) {
	switch p.at {
	case Images:
		if p.blocks.on {
			return p.blocks.image()
		}
		if row, ok := p.images.Current(); ok {
			return row.Image.ID, true
		}
	case Containers:
		if c, ok := p.containers.Current(); ok {
			return c.Image, true
		}
	case Volumes, BuildCache, categoryCount:
	}
	return "", false
}

// CopyText returns the name of the item under the cursor; empty for none.
func (p *Pane) CopyText() string {
	switch p.at {
	case Images:
		if c := p.blocks.current(); p.blocks.on {
			if c == nil {
				return ""
			}
			return c.copyText()
		}
		if row, ok := p.images.Current(); ok {
			return row.Image.Name()
		}
	case Containers:
		if c, ok := p.containers.Current(); ok {
			return c.Name
		}
	case Volumes:
		if v, ok := p.volumes.Current(); ok {
			return v.Name
		}
	case BuildCache:
		if r, ok := p.cache.Current(); ok {
			return r.ID
		}
	case categoryCount:
	}
	return ""
}

func (p *Pane) section() section { return p.sections[p.at] }

// Shown returns the number of items of the category that match, and of all.
func (p *Pane) Shown() (shown, all int) { return p.section().Shown() }

// ShownWords are part of pane.Pane.
func (p *Pane) ShownWords() string {
	text := pane.CountWords(p.Shown())
	if p.Treemap() {
		text += " images " + p.styles.Glyphs.Dot + " treemap"
	}
	return text
}

// SortBy sorts the list by a column, or reverses the order of the column in force.
func (p *Pane) SortBy(column int) { p.section().SortBy(column) }

// Order returns the column in force and whether its order is descending.
func (p *Pane) Order() (column int, descending bool) { return p.section().Order() }

// Columns returns the titles of the list's columns; a treemap has none.
func (p *Pane) Columns() []string {
	if p.Treemap() {
		return nil
	}
	return p.section().Titles()
}

func (p *Pane) show(c Category) {
	p.at = c
	p.resize()
}

// Click chooses the category at a cell, or acts on the list.
func (p *Pane) Click(x, y int) {
	top := p.top()
	switch first := p.firstTotal(); {
	case p.totalsShown() && y >= first && y < first+int(categoryCount):
		p.show(Category(y - first))
	case y >= top && p.Treemap():
		p.blocks.click(x, y-top)
	case y >= top:
		p.section().Click(x, y-top)
	}
}

// Wheel scrolls the list; a treemap has nothing to scroll.
func (p *Pane) Wheel(rows int) {
	if !p.Treemap() {
		p.section().Wheel(rows)
	}
}

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	for _, s := range p.sections {
		s.SetStyles(styles)
	}
}

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.resize()
}

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	if p.Treemap() {
		hints := []keymap.Action{keymap.Mark, keymap.Plan, keymap.Details}
		if len(p.blocks.path) > 0 {
			hints = append(hints, keymap.Back)
		}
		return append(hints, keymap.Filter, keymap.ViewMode, keymap.Copy, keymap.Help)
	}
	return []keymap.Action{
		keymap.Left, keymap.Right, keymap.ViewMode, keymap.Filter, keymap.SortMenu, keymap.Copy, keymap.Refresh, keymap.Help,
	}
}
