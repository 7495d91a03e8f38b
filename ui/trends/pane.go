// Package trends is the pane that shows how the use of the disk changes over time.
package trends

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/trend"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Pane plots the used and the reclaimable bytes, and lists the repositories that grow.
// It does no I/O.
type Pane struct {
	pane.None
	styles *theme.Styles
	keys   *keymap.Map

	content *Content // nil until it was read
	window  trend.Window
	list    *table.List[trend.RepositoryGrowth]
	actions []pane.Action

	width, height int
}

// New returns an empty pane that shows the past month.
func New(styles *theme.Styles, keys *keymap.Map) *Pane {
	p := &Pane{styles: styles, keys: keys, window: trend.Month}
	p.list = table.NewList(styles, func(r trend.RepositoryGrowth) string { return r.Name }, p.fields())
	p.list.SortColumn("growth")
	p.actions = p.newActions()
	return p
}

func (p *Pane) fields() []table.Field[trend.RepositoryGrowth] {
	return []table.Field[trend.RepositoryGrowth]{
		{
			Column:  table.Column{ID: "repository", Title: "REPOSITORY", Min: 12, Ideal: 24, Flex: 1, CutStart: true},
			Cell:    func(r trend.RepositoryGrowth) table.Cell { return table.Cell{Text: r.Name} },
			Compare: func(a, b trend.RepositoryGrowth) int { return strings.Compare(a.Name, b.Name) },
		},
		{
			Column:  table.Column{ID: "images", Title: "IMAGES", Align: table.Right, Min: 6, Drop: 1, Whole: true},
			Cell:    func(r trend.RepositoryGrowth) table.Cell { return table.Cell{Text: words.Count(r.Images)} },
			Compare: func(a, b trend.RepositoryGrowth) int { return cmp.Compare(a.Images, b.Images) },
			Down:    true,
		},
		{
			Column: table.Column{ID: "size", Title: "NOW", Align: table.Right, Min: 8, Ideal: 10, Whole: true},
			Cell: func(r trend.RepositoryGrowth) table.Cell {
				return table.Cell{Text: p.about(r.About) + words.Size(r.Bytes)}
			},
			Compare: func(a, b trend.RepositoryGrowth) int { return cmp.Compare(a.Bytes, b.Bytes) },
			Down:    true,
		},
		{
			Column: table.Column{ID: "growth", Title: "A WEEK", Align: table.Right, Min: 8, Ideal: 10, Whole: true},
			Cell: func(r trend.RepositoryGrowth) table.Cell {
				return table.Cell{Text: "+" + words.Size(r.PerWeek), Style: p.styles.Strong}
			},
			Compare: func(a, b trend.RepositoryGrowth) int { return cmp.Compare(a.PerWeek, b.PerWeek) },
			Down:    true,
		},
	}
}

// about returns the sign in front of an inexact figure.
func (p *Pane) about(about bool) string {
	if about {
		return p.styles.Glyphs.About + " "
	}
	return ""
}

// SetContent shows the samples that were read.
func (p *Pane) SetContent(content *Content) {
	p.content = content
	p.show()
}

// show lists what grows in the window.
func (p *Pane) show() {
	report := p.report()
	p.list.SetItems(slices.Clone(report.Repositories))
	empty := "No repository grows."
	if !report.Growth.Known {
		empty = "Which repositories grow is not known yet."
	}
	p.list.SetEmpty(empty)
	p.resize()
}

// report returns the report of the window.
func (p *Pane) report() *trend.Report {
	if p.content == nil {
		return &trend.Report{}
	}
	return &p.content.Reports[p.window]
}

// Title is part of pane.Pane.
func (p *Pane) Title() string { return "Trends" }

// Figure is part of pane.Pane; nothing is counted here.
func (p *Pane) Figure(model.Snapshot) string { return "" }

// Context is part of pane.Pane.
func (p *Pane) Context() keymap.Context { return keymap.InTrends }

// SetSnapshot is part of pane.Pane. The pane shows the past, which SetContent brings.
func (p *Pane) SetSnapshot(model.Snapshot, time.Time) {}

// Window returns how much of the past is shown.
func (p *Pane) Window() trend.Window { return p.window }

// Shown returns the number of repositories that grow, twice, as none is filtered out.
func (p *Pane) Shown() (shown, all int) { return p.list.Shown() }

// ShownWords are part of pane.Pane.
func (p *Pane) ShownWords() string {
	shown, all := p.Shown()
	if all == 0 {
		return ""
	}
	return pane.CountWords(shown, all) + " growing"
}

// SortBy sorts by a column, or reverses the order of the column in force.
func (p *Pane) SortBy(column int) { p.list.SortBy(column) }

// Order returns the column in force and whether its order is descending.
func (p *Pane) Order() (column int, descending bool) { return p.list.Order() }

// Columns returns the titles of the columns.
func (p *Pane) Columns() []string { return p.list.Titles() }

// CopyText returns the name under the cursor; empty for none.
func (p *Pane) CopyText() string {
	r, _ := p.list.Current()
	return r.Name
}

// The intents that the pane leaves to the root.
type (
	// Read asks for the samples, unless they were read. SetContent takes them.
	Read struct{}
	// Reread asks for the samples and for the disk usage anew.
	Reread struct{}
)

// Wants is part of pane.Pane.
func (p *Pane) Wants() pane.Intent { return Read{} }

// Actions are part of pane.Pane.
func (p *Pane) Actions() []pane.Action { return p.actions }

func (p *Pane) newActions() []pane.Action {
	return append(append(pane.Moves(p.list.Do), pane.Each(p.list.Do, keymap.SortReverse)...),
		pane.Own(keymap.Left, func() { p.setWindow(max(p.window, 1) - 1) }),
		pane.Own(keymap.Right, func() { p.setWindow(min(p.window+1, trend.WindowCount-1)) }),
		pane.Action{Name: keymap.Refresh, Do: func() pane.Intent { return Reread{} }},
		pane.Action{Name: keymap.Copy, Off: func() string {
			if p.CopyText() == "" {
				return pane.Nothing
			}
			return ""
		}, Do: func() pane.Intent { return pane.Copy{Text: p.CopyText()} }})
}

func (p *Pane) setWindow(window trend.Window) {
	p.window = window
	p.show()
}

// Click chooses the window whose name is at a cell, or acts on the list.
func (p *Pane) Click(x, y int) {
	parts := p.layout()
	if window, ok := p.windowAt(x, y-parts.choice); ok {
		p.setWindow(window)
		return
	}
	if top := p.height - parts.table; y >= top {
		p.list.Click(x, y-top)
	}
}

// Wheel scrolls the list.
func (p *Pane) Wheel(rows int) { p.list.Wheel(rows) }

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.list.SetStyles(styles)
}

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.resize()
}

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	return []keymap.Action{keymap.Left, keymap.Right, keymap.SortMenu, keymap.Copy, keymap.Refresh, keymap.Help}
}
