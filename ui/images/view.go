package images

import (
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// The columns, by their index in the table.
const (
	cellRepository = iota
	cellTag
	cellID
	cellCreated
	cellSize
	cellExclusive
	cellShared
	cellUsers
	cellState
)

// sortable returns the columns to sort by, in the order of columns.
func sortable() []model.Column {
	return []model.Column{
		model.ColumnRepository, model.ColumnTag, model.ColumnID, model.ColumnCreated, model.ColumnSize,
		model.ColumnExclusive, model.ColumnShared, model.ColumnUsers, model.ColumnState,
	}
}

func columns() []table.Column {
	return []table.Column{
		{ID: "repository", Title: "REPOSITORY", Min: 16, Ideal: 24, Flex: 3, CutStart: true, Sortable: true},
		{ID: "tag", Title: "TAG", Min: 10, Ideal: 18, Flex: 2, Drop: 1, Sortable: true},
		{ID: "id", Title: "IMAGE ID", Min: 12, Ideal: 12, Drop: 9, Whole: true, Sortable: true},
		{ID: "created", Title: "CREATED", Align: table.Right, Min: 9, Ideal: 10, Drop: 6, Sortable: true},
		{ID: "size", Title: "SIZE", Align: table.Right, Min: 7, Ideal: 8, Drop: 2, Whole: true, Sortable: true},
		{ID: "exclusive", Title: "EXCLUSIVE", Align: table.Right, Min: 9, Ideal: 9, Drop: 4, Whole: true, Sortable: true},
		{ID: "shared", Title: "SHARED", Align: table.Right, Min: 7, Ideal: 8, Drop: 8, Whole: true, Sortable: true},
		{ID: "users", Title: "USED BY", Align: table.Right, Min: 7, Ideal: 7, Drop: 7, Whole: true, Sortable: true},
		{ID: "state", Title: "STATE", Min: 10, Ideal: 10, Flex: 1, Drop: 5, Sortable: true},
	}
}

// treeColumns returns the columns of the ancestry: the total of a branch replaces what
// its root shares.
func treeColumns() []table.Column {
	tree := columns()
	tree[cellShared] = table.Column{ID: "branch", Title: "BRANCH", Align: table.Right, Min: 7, Ideal: 8, Drop: 3, Whole: true}
	tree[cellUsers] = table.Column{ID: "onit", Title: "ON IT", Align: table.Right, Min: 6, Ideal: 6, Drop: 5, Whole: true}
	return tree
}

func (p *Pane) newTable() *table.Table {
	t := table.New(p.styles, true, columns())
	t.SetRows(p)
	return t
}

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.table.SetStyles(styles)
	p.details.pane.SetStyles(styles)
}

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.whole, p.height = width, height
	p.layout()
}

// View draws the list and, if there is room, the words about its current row. The
// details stand beside the list or replace it.
func (p *Pane) View() string {
	if p.details.open && !p.wide() {
		return p.details.pane.View()
	}
	view := p.table.View()
	if p.hasWords() {
		view += "\n" + strings.Join(p.words(), "\n")
	}
	if p.details.open {
		return p.withDetails(view)
	}
	return view
}

// Click moves the cursor to the row at a cell, marks it if the cell is its mark, or
// sorts by the column whose title is there.
func (p *Pane) Click(x, y int) {
	if p.inDetails() {
		if !p.wide() || x >= p.width {
			return
		}
		p.details.focused = false
		p.layout()
	}
	hit := p.table.Hit(x, y)
	if hit.Column != "" {
		for i, c := range columns() {
			if c.ID == hit.Column {
				p.SortBy(i)
			}
		}
		return
	}
	if hit.Row < 0 {
		return
	}
	p.table.SetCursor(hit.Row)
	if hit.Mark {
		marked, all := p.markedOf(hit.Row)
		p.setMark(hit.Row, marked < all)
	}
}

// Wheel scrolls the list, or the details when they have the focus.
func (p *Pane) Wheel(rows int) {
	if p.inDetails() {
		p.details.pane.Wheel(rows)
		return
	}
	p.table.Wheel(rows)
}

// showEntries hands the new entries to the table.
func (p *Pane) showEntries() {
	for i, c := range sortable() {
		if c == p.column {
			p.table.SetSort(columns()[i].ID, p.descending)
		}
	}
	p.table.SetEmpty(p.emptyWords()...)
	p.table.SetRows(p)
}

// identity names what an entry stands for in terms that survive a rebuild.
type identity struct {
	key     model.Key
	heading string // the repository of a heading
}

func (p *Pane) identify(i int) (id identity) {
	if i < 0 || i >= len(p.entries) || int(p.entries[i].row) >= len(p.inv.Rows()) {
		return id
	}
	e := p.entries[i]
	id.key = p.inv.Rows()[e.row].Key()
	if e.group >= 0 && p.mode == ByRepository {
		id.heading = p.groups[e.group].name
	}
	return id
}

// find returns the entry with an identity; false when it is gone.
func (p *Pane) find(id identity) (int, bool) {
	if id.key.ID == "" {
		return 0, false
	}
	rows := p.inv.Rows()
	image, _ := p.inv.Image(id.key.Image()) // compared before any text
	for i := range p.entries {
		e := &p.entries[i]
		switch {
		case id.heading != "":
			if e.group >= 0 && p.mode == ByRepository && p.groups[e.group].name == id.heading {
				return i, true
			}
		case e.group >= 0 && p.mode == ByRepository:
		case rows[e.row].Image == image && (p.mode == Ancestry || rows[e.row].Ref == id.key.Ref):
			return i, true
		}
	}
	return 0, false
}

// restore puts the cursor back on what it was on or, when that is gone, at its place in
// the list. A range continues from its start.
func (p *Pane) restore(cursor, anchor identity, at int) {
	if cursor.key.ID != "" {
		if i, ok := p.find(cursor); ok {
			p.table.Follow(i)
		} else {
			p.table.SetCursor(max(0, at))
		}
	}
	if i, ok := p.find(anchor); ok {
		p.anchor = i
	}
}

func (p *Pane) emptyWords() []string {
	fact := p.snapshot.Facts[model.FactImages]
	unlisted := p.snapshot.Last == nil || len(p.inv.Rows()) == 0 // rows of an earlier run are there to be filtered
	switch {
	case unlisted && fact.Status == model.StatusFailed && fact.Problem != nil:
		return []string{"The images could not be listed.", words.ProblemLine(fact.Problem), p.keys.Offer(keymap.InImages, keymap.Refresh, "tries again")}
	case unlisted && fact.Status != model.StatusReady && fact.At.IsZero():
		return append([]string{"Listing images" + p.styles.Glyphs.Ellipsis}, words.Listing(p.snapshot.Listing)...)
	case len(p.inv.Rows()) == 0:
		return []string{"There are no images on this engine.", "The disk is all yours."}
	}
	lines := []string{"Nothing matches the filter."}
	if p.query != nil && len(p.entries) == 0 {
		for _, m := range p.query.Misspelled(p.inv) {
			lines = append(lines, m.String())
		}
	}
	return append(lines, p.keys.Offer(keymap.InImages, keymap.Back, "clears it"))
}

// Len is part of table.Rows.
func (p *Pane) Len() int { return len(p.entries) }

// Flags is part of table.Rows.
func (p *Pane) Flags(i int) table.Flags {
	var flags table.Flags
	switch marked, all := p.markedOf(i); {
	case all == 0:
	case marked == all:
		flags |= table.Marked
	case marked > 0:
		flags |= table.Partly
	}
	if p.inRange(i) {
		flags |= table.Ranged
	}
	if p.entries[i].faint {
		flags |= table.Dimmed
	}
	return flags
}

// Cell is part of table.Rows.
func (p *Pane) Cell(i, column int) table.Cell {
	e := &p.entries[i]
	if e.group >= 0 && p.mode == ByRepository {
		return p.headingCell(e, column)
	}
	if p.mode == Ancestry && (column == cellShared || column == cellUsers) {
		return p.branchCell(e, column)
	}
	row := &p.inv.Rows()[e.row]
	image := row.Image
	switch column {
	case cellRepository:
		cell := table.Cell{Text: row.Repo}
		if e.depth > 0 {
			cell.Prefix = p.branch(i)
		}
		if p.mode == ByRepository {
			cell.Style = p.styles.Dim
		}
		if row.Repo == model.None {
			cell.Style = p.styles.Dim
		}
		return cell
	case cellTag:
		return p.tagCell(row)
	case cellID:
		return table.Cell{Text: image.ID.Short(), Style: p.styles.Dim}
	case cellCreated:
		return table.Cell{Text: words.Age(p.now, image.Created), Style: p.styles.Dim}
	case cellSize:
		return table.Cell{Text: words.Size(image.Size)}
	case cellExclusive:
		return p.exclusiveCell(image)
	case cellShared:
		return table.Cell{Text: words.Size(image.SharedSize), Style: p.styles.Dim}
	case cellUsers:
		return p.usersCell(image)
	case cellState:
		return p.stateCell(row)
	}
	return table.Cell{}
}

func (p *Pane) headingCell(e *entry, column int) table.Cell {
	g := &p.groups[e.group]
	switch column {
	case cellRepository:
		fold := p.styles.Glyphs.Unfolded
		if e.folded {
			fold = p.styles.Glyphs.Folded
		}
		return table.Cell{Prefix: fold + " ", Text: g.name, Style: p.styles.Strong}
	case cellTag:
		return table.Cell{Text: words.Plural(g.images, "image"), Style: p.styles.Dim}
	case cellSize:
		return p.totalCell(g)
	case cellExclusive:
		if p.sharedKnown() {
			least := ""
			if g.images > 1 && g.loose {
				least = p.styles.Glyphs.AtLeast
			}
			return table.Cell{Text: least + words.Size(g.distinct), Style: p.styles.Strong}
		}
	}
	return table.Cell{}
}

// totalCell shows the size of the images of a group, as far as it is known.
func (p *Pane) totalCell(g *group) table.Cell {
	most := ""
	if g.loose {
		most = p.styles.Glyphs.AtMost
	}
	return table.Cell{Text: most + words.Size(g.size), Style: p.styles.Strong}
}

// branchCell shows how many images are built on an image, or the size of them all.
func (p *Pane) branchCell(e *entry, column int) table.Cell {
	if e.group < 0 || p.groups[e.group].images < 2 {
		return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
	}
	g := &p.groups[e.group]
	if column == cellUsers {
		return table.Cell{Text: words.Count(g.images - 1)}
	}
	return p.totalCell(g)
}

// branch draws the tree lines in front of an entry.
func (p *Pane) branch(i int) string {
	e := &p.entries[i]
	if p.mode == ByRepository {
		return "  "
	}
	var lines strings.Builder
	for depth := max(1, int(e.depth)-maxTrunks); depth < int(e.depth); depth++ {
		if e.trunks&(1<<depth) != 0 {
			lines.WriteString(p.styles.Glyphs.Trunk)
		} else {
			lines.WriteString("  ")
		}
	}
	if e.last {
		return lines.String() + p.styles.Glyphs.Last
	}
	return lines.String() + p.styles.Glyphs.Branch
}

// maxTrunks limits the tree lines left of a branch, so that names stay on screen.
const maxTrunks = 8

func (p *Pane) tagCell(row *model.Row) table.Cell {
	cell := table.Cell{Text: row.Label()}
	if others := len(row.Image.Refs()) - 1; others > 0 {
		cell.Suffix = " +" + words.Count(others)
	}
	if row.Tag == model.None {
		cell.Style = p.styles.Dim
	}
	if _, pinned := p.inv.Pin(row.Key()); pinned {
		cell.Suffix += " " + p.styles.Glyphs.Pin
	}
	return cell
}

func (p *Pane) sharedKnown() bool {
	return !p.snapshot.Facts[model.FactShared].At.IsZero()
}

func (p *Pane) exclusiveCell(image *model.Image) table.Cell {
	switch {
	case image.SharedSize >= 0:
		text := words.Size(image.Unique().Min)
		if !p.inv.Engine.Store.Exact() {
			text = p.styles.Glyphs.About + text
		}
		return table.Cell{Text: text}
	case p.snapshot.Facts[model.FactShared].Status == model.StatusLoading:
		return table.Cell{Text: p.styles.Glyphs.Ellipsis, Style: p.styles.Faint}
	}
	return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
}

func (p *Pane) usersCell(image *model.Image) table.Cell {
	users := len(p.inv.Users(image.ID)) + len(p.inv.ServicesOf(image.ID))
	if users == 0 {
		return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
	}
	return table.Cell{Text: words.Count(users)}
}

func (p *Pane) stateCell(row *model.Row) table.Cell {
	if p.snapshot.Facts[model.FactContainers].At.IsZero() {
		return table.Cell{Text: p.styles.Glyphs.Ellipsis, Style: p.styles.Faint}
	}
	g := &p.styles.Glyphs
	switch p.inv.State(row.Image) {
	case model.RowRunning:
		return table.Cell{Text: g.Running + " running", Style: p.styles.Good}
	case model.RowStopped:
		return table.Cell{Text: g.Exited + " stopped", Style: p.styles.Warn}
	case model.RowService:
		return table.Cell{Text: g.Blocked + " service", Style: p.styles.Warn}
	case model.RowParent:
		return table.Cell{Text: g.Blocked + " parent", Style: p.styles.Dim}
	case model.RowDangling:
		return table.Cell{Text: g.Created + " dangling", Style: p.styles.Accent}
	case model.RowUnused:
	}
	return table.Cell{Text: "  unused", Style: p.styles.Dim}
}
