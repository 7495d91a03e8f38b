// Package disk is the pane that shows what `docker system df` and `docker
// system df -v` tell, as numbers and bars.
package disk

import (
	"strings"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Category is one line of `docker system df`.
type Category uint8

// The categories in the order in which docker names them.
const (
	Images Category = iota
	Containers
	Volumes
	BuildCache
	categoryCount
)

// String is the category's name.
func (c Category) String() string {
	switch c {
	case Containers:
		return "Containers"
	case Volumes:
		return "Volumes"
	case BuildCache:
		return "Build cache"
	case Images, categoryCount:
	}
	return "Images"
}

// lister is a list of one category, whatever it holds.
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
	SetFocused(focused bool)
	View() string
}

type sorted interface {
	Titles() []string
	Order() (field int, descending bool)
	SortBy(field int)
}

// section is the list of a category, and how it is narrowed.
type section struct {
	lister
	narrow func(match func(text string) bool)
}

// Pane shows the totals of every category, and the list of one. It does no I/O.
type Pane struct {
	styles *theme.Styles
	now    time.Time

	snapshot model.Snapshot
	at       Category
	filter   string
	sections [categoryCount]section

	images     *table.List[*model.Image]
	containers *table.List[*model.Container]
	volumes    *table.List[*model.Volume]
	cache      *table.List[*model.CacheRecord]

	width, height int
}

// New returns an empty pane.
func New(styles *theme.Styles) *Pane {
	p := &Pane{styles: styles}
	p.snapshot.Inventory = model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
	p.images = table.NewList(styles, func(i *model.Image) string { return string(i.ID) }, p.imageFields())
	p.containers = table.NewList(styles, func(c *model.Container) string { return string(c.ID) }, p.containerFields())
	p.volumes = table.NewList(styles, func(v *model.Volume) string { return v.Name }, p.volumeFields())
	p.cache = table.NewList(styles, func(r *model.CacheRecord) string { return r.ID }, p.cacheFields())
	p.sections = [categoryCount]section{
		Images: {p.images, func(match func(string) bool) {
			p.images.SetMatch(func(i *model.Image) bool { return match(strings.Join(i.Tags, " ") + " " + string(i.ID)) })
		}},
		Containers: {p.containers, func(match func(string) bool) {
			p.containers.SetMatch(func(c *model.Container) bool {
				return match(c.Name + " " + c.ImageRef + " " + string(c.ID) + " " + string(c.State))
			})
		}},
		Volumes: {p.volumes, func(match func(string) bool) {
			p.volumes.SetMatch(func(v *model.Volume) bool { return match(v.Name + " " + v.Driver) })
		}},
		BuildCache: {p.cache, func(match func(string) bool) {
			p.cache.SetMatch(func(r *model.CacheRecord) bool { return match(r.ID + " " + r.Kind + " " + r.Description) })
		}},
	}
	return p
}

// SetSnapshot shows a newer snapshot; the cursors stay with their items.
func (p *Pane) SetSnapshot(snapshot model.Snapshot, now time.Time) {
	same := snapshot.Inventory == p.snapshot.Inventory
	p.snapshot, p.now = snapshot, now
	p.sayEmpty()
	if same {
		return
	}
	inv := snapshot.Inventory
	var images []*model.Image
	for _, image := range inv.Images() {
		if !inv.Hidden(image) {
			images = append(images, image)
		}
	}
	p.images.SetItems(images)
	p.containers.SetItems(append([]*model.Container(nil), inv.Containers()...))
	var volumes []*model.Volume
	var cache []*model.CacheRecord
	if u := inv.Usage; u != nil {
		volumes = append(volumes, u.VolumeList...)
		cache = append(cache, u.Cache...)
	}
	p.volumes.SetItems(volumes)
	p.cache.SetItems(cache)
}

// SetFilter narrows every list to what has each word of the text.
func (p *Pane) SetFilter(text string) {
	p.filter = text
	words := strings.Fields(strings.ToLower(text))
	match := func(text string) bool {
		text = strings.ToLower(text)
		for _, word := range words {
			if !strings.Contains(text, word) {
				return false
			}
		}
		return true
	}
	for _, s := range p.sections {
		s.narrow(match)
	}
	p.sayEmpty()
}

// sayEmpty tells each list what to say when it has nothing to show.
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
	switch {
	case fact.Status == model.StatusFailed && fact.Problem != nil:
		return []string{failed, fact.Problem.Error(), "r tries again"}
	case fact.Status != model.StatusReady && fact.At.IsZero():
		return []string{"Measuring disk usage" + p.styles.Glyphs.Ellipsis, "On a large host this takes minutes; everything else works meanwhile."}
	case p.filter != "":
		return []string{"Nothing matches the filter.", "esc clears it"}
	}
	return []string{"There is nothing here."}
}

// At is the category whose list is shown.
func (p *Pane) At() Category { return p.at }

// CurrentImage is the image under the cursor, or that of the container there.
func (p *Pane) CurrentImage() (model.ImageID, bool) {
	switch p.at {
	case Images:
		if image, ok := p.images.Current(); ok {
			return image.ID, true
		}
	case Containers:
		if c, ok := p.containers.Current(); ok {
			return c.Image, true
		}
	case Volumes, BuildCache, categoryCount:
	}
	return "", false
}

// CopyText is the name of what is under the cursor, empty for nothing.
func (p *Pane) CopyText() string {
	switch p.at {
	case Images:
		if image, ok := p.images.Current(); ok {
			return image.Name()
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

// Shown is the number of items of the category that match, and of all.
func (p *Pane) Shown() (shown, all int) { return p.section().Shown() }

// SortBy sorts the list by a column; the one in force is turned around.
func (p *Pane) SortBy(column int) { p.section().SortBy(column) }

// Order is the column in force and whether it runs downwards.
func (p *Pane) Order() (column int, descending bool) { return p.section().Order() }

// Columns are the titles of the list's columns.
func (p *Pane) Columns() []string { return p.section().Titles() }

// Do changes the category, moves the cursor or turns the order around.
func (p *Pane) Do(action keymap.Action) bool {
	switch action {
	case keymap.Left:
		p.show((p.at + categoryCount - 1) % categoryCount)
	case keymap.Right:
		p.show((p.at + 1) % categoryCount)
	default:
		return p.section().Do(action)
	}
	return true
}

func (p *Pane) show(c Category) {
	p.at = c
	p.SetSize(p.width, p.height)
}

// Click chooses the category at a cell, or acts on the list.
func (p *Pane) Click(x, y int) {
	top := p.top()
	switch first := p.firstTotal(); {
	case y >= first && y < first+int(categoryCount):
		p.show(Category(y - first))
	case y >= top:
		p.section().Click(x, y-top)
	}
}

// Wheel scrolls the list.
func (p *Pane) Wheel(rows int) { p.section().Wheel(rows) }

// SetStyles changes the looks.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	for _, s := range p.sections {
		s.SetStyles(styles)
	}
}

// SetSize changes the cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	for _, s := range p.sections {
		s.SetSize(width, max(1, height-p.top()))
	}
}

// SetFocused says whether keys reach the pane.
func (p *Pane) SetFocused(focused bool) {
	for _, s := range p.sections {
		s.SetFocused(focused)
	}
}

// Hints are the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	return []keymap.Action{keymap.Left, keymap.Right, keymap.Filter, keymap.SortMenu, keymap.Copy, keymap.Refresh, keymap.Help}
}
