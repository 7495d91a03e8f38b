package table

// Hit is what is at a cell of the table.
type Hit struct {
	Row    int    // -1 for none
	Mark   bool   // on the row's mark rather than its text
	Column string // the ID of the sortable column whose title it is; else empty
}

// Hit returns what is at a cell, counted from the table's upper left corner.
func (t *Table) Hit(x, y int) Hit {
	miss := Hit{Row: -1}
	if x < 0 || y < 0 || x >= t.width || y >= t.height {
		return miss
	}
	if y < t.header() {
		for _, p := range t.shown {
			if x >= p.x && x < p.x+p.width+gap && t.columns[p.column].Sortable {
				return Hit{Row: -1, Column: t.columns[p.column].ID}
			}
		}
		return miss
	}
	row := t.offset + y - t.header()
	if row >= t.Len() {
		return miss
	}
	return Hit{Row: row, Mark: t.marks && x < t.gutter()}
}
