package table

import (
	"slices"
	"strings"

	"jettison/keymap"
	"jettison/ui/theme"
)

// Field is a column of a List: how it is drawn and how it sorts the items.
type Field[T any] struct {
	Column
	Cell    func(item T) Cell
	Compare func(a, b T) int
	// Down sorts the largest first when the column is chosen, for figures and dates.
	Down bool
}

// List is a table of items that can be sorted by every column and filtered. The cursor
// follows its item.
type List[T any] struct {
	*Table
	fields     []Field[T]
	id         func(item T) string
	items      []T // all, in order
	shown      []T
	match      func(item T) bool
	flags      func(item T) Flags // nil for none
	column     int
	descending bool
}

// NewList returns a list that is sorted by its first field. id identifies an item and
// breaks ties.
func NewList[T any](styles *theme.Styles, id func(item T) string, fields []Field[T]) *List[T] {
	columns := make([]Column, len(fields))
	for i := range fields {
		columns[i] = fields[i].Column
		columns[i].Sortable = true
	}
	l := &List[T]{Table: New(styles, false, columns), fields: fields, id: id}
	l.descending = fields[0].Down
	l.show("")
	return l
}

// SetItems shows other items. The list takes ownership of the slice.
func (l *List[T]) SetItems(items []T) {
	on := l.cursorID()
	l.items = items
	l.sort(on)
}

// SetMatch filters the list; nil shows all items.
func (l *List[T]) SetMatch(match func(item T) bool) {
	l.match = match
	l.show(l.cursorID())
}

// ShowMarks reserves a column for marks; flags tells those of an item.
func (l *List[T]) ShowMarks(flags func(item T) Flags) {
	l.flags, l.marks = flags, true
	l.layout()
}

// Matching returns the items that are shown, in their order. They belong to the list.
func (l *List[T]) Matching() []T { return l.shown }

// SortBy sorts by a field, or reverses the order of the field in force.
func (l *List[T]) SortBy(field int) {
	on := l.cursorID()
	if field == l.column {
		l.descending = !l.descending
	} else {
		l.column, l.descending = field, l.fields[field].Down
	}
	l.sort(on)
}

// SortColumn sorts by the column with an ID.
func (l *List[T]) SortColumn(id string) {
	for i := range l.fields {
		if l.fields[i].ID == id {
			l.SortBy(i)
		}
	}
}

// Order returns the field in force and whether its order is descending.
func (l *List[T]) Order() (field int, descending bool) { return l.column, l.descending }

// Titles returns the titles of the fields.
func (l *List[T]) Titles() []string {
	titles := make([]string, len(l.fields))
	for i := range l.fields {
		titles[i] = l.fields[i].Title
	}
	return titles
}

// Shown returns the number of items that match, and of all.
func (l *List[T]) Shown() (shown, all int) { return len(l.shown), len(l.items) }

// Current returns the item under the cursor.
func (l *List[T]) Current() (item T, ok bool) {
	if i := l.Cursor(); i >= 0 && i < len(l.shown) {
		return l.shown[i], true
	}
	return item, false
}

// GoTo moves the cursor to the item with an ID and reports whether it is shown.
func (l *List[T]) GoTo(id string) bool {
	i := slices.IndexFunc(l.shown, func(item T) bool { return l.id(item) == id })
	if i >= 0 {
		l.SetCursor(i)
	}
	return i >= 0
}

// Do performs the actions that move the cursor or reverse the order.
func (l *List[T]) Do(action keymap.Action) bool {
	if action == keymap.SortReverse {
		l.SortBy(l.column)
		return true
	}
	return l.Table.Do(action)
}

// Click moves the cursor to the row at a cell, or sorts by the column whose
// title is there.
func (l *List[T]) Click(x, y int) {
	switch hit := l.Hit(x, y); {
	case hit.Column != "":
		l.SortColumn(hit.Column)
	case hit.Row >= 0:
		l.SetCursor(hit.Row)
	}
}

// cursorID returns the ID of the item under the cursor; empty for none. Call it before the
// items are sorted, which happens in place.
func (l *List[T]) cursorID() string {
	if item, ok := l.Current(); ok {
		return l.id(item)
	}
	return ""
}

// sort sorts the items and moves the cursor to the one with an ID.
func (l *List[T]) sort(on string) {
	compare := l.fields[l.column].Compare
	slices.SortFunc(l.items, func(a, b T) int {
		order := compare(a, b)
		if l.descending {
			order = -order
		}
		if order == 0 {
			order = strings.Compare(l.id(a), l.id(b))
		}
		return order
	})
	l.show(on)
}

// show applies the filter and moves the cursor to the item with an ID.
func (l *List[T]) show(on string) {
	l.shown = l.items
	if l.match != nil {
		l.shown = nil
		for _, item := range l.items {
			if l.match(item) {
				l.shown = append(l.shown, item)
			}
		}
	}
	l.SetSort(l.fields[l.column].ID, l.descending)
	l.SetRows(listRows[T]{l})
	if on == "" {
		return
	}
	if i := slices.IndexFunc(l.shown, func(item T) bool { return l.id(item) == on }); i >= 0 {
		l.Follow(i)
	}
}

// listRows adapts the list to its table.
type listRows[T any] struct{ list *List[T] }

// Len is part of Rows.
func (r listRows[T]) Len() int { return len(r.list.shown) }

// Cell is part of Rows.
func (r listRows[T]) Cell(i, column int) Cell {
	return r.list.fields[column].Cell(r.list.shown[i])
}

// Flags is part of Rows.
func (r listRows[T]) Flags(i int) Flags {
	if r.list.flags == nil {
		return 0
	}
	return r.list.flags(r.list.shown[i])
}
