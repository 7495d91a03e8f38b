package model

import (
	"cmp"
	"slices"
	"strings"

	"jettison/model/version"
)

// Column is something that image rows can be sorted by.
type Column uint8

// The columns of the image list.
const (
	ColumnRepository Column = iota
	ColumnTag               // as versions, not as text
	ColumnID
	ColumnCreated
	ColumnTagged
	ColumnSize
	ColumnExclusive // unknown counts as nothing
	ColumnShared
	ColumnUsers
	ColumnState
	columnCount
)

// RowState is the state of a row in one word, the most holding first.
type RowState uint8

// The states that the image list shows.
const (
	RowRunning  RowState = iota // a running container uses it
	RowStopped                  // only stopped containers use it
	RowService                  // only swarm services name it
	RowParent                   // other images name it as their parent
	RowUnused                   // nothing uses it
	RowDangling                 // nothing uses it, and it is dangling, see Inventory.Dangling
)

// State is the state of an image's rows.
func (inv *Inventory) State(image *Image) RowState {
	users := inv.users[image.ID]
	for _, c := range users {
		if c.State.Running() {
			return RowRunning
		}
	}
	switch {
	case len(users) > 0:
		return RowStopped
	case len(inv.servicesOf[image.ID]) > 0:
		return RowService
	case inv.Engine.Store.RefusesParents() && len(inv.children[image.ID]) > 0:
		return RowParent
	case inv.Dangling(image):
		return RowDangling
	}
	return RowUnused
}

// Sorter gives the rows of one inventory in any order. It remembers each
// column's order, so that turning it around or filtering it costs one pass. It
// is owned by one goroutine.
type Sorter struct {
	inv    *Inventory
	orders [columnCount][]int32
}

// NewSorter returns a sorter of an inventory's rows.
func NewSorter(inv *Inventory) *Sorter { return &Sorter{inv: inv} }

// Order returns the indexes of all rows in ascending order of a column, ties
// by repository, tag and ID, so that equal rows never change places. The slice
// belongs to the sorter.
func (s *Sorter) Order(column Column) []int32 {
	if s.orders[column] != nil || len(s.inv.rows) == 0 {
		return s.orders[column]
	}
	order := make([]int32, len(s.inv.rows))
	for i := range order {
		order[i] = int32(i)
	}
	// The rows are in the order of ties already, so a stable sort keeps it.
	if compare := s.comparison(column); compare != nil {
		slices.SortStableFunc(order, compare)
	}
	s.orders[column] = order
	return order
}

func (s *Sorter) comparison(column Column) func(a, b int32) int {
	rows := s.inv.rows
	by := func(value func(*Row) int64) func(a, b int32) int {
		values := make([]int64, len(rows))
		for i := range rows {
			values[i] = value(&rows[i])
		}
		return func(a, b int32) int { return cmp.Compare(values[a], values[b]) }
	}
	switch column {
	case ColumnTag:
		return func(a, b int32) int { return version.Compare(rows[a].Tag, rows[b].Tag) }
	case ColumnID:
		return func(a, b int32) int { return strings.Compare(string(rows[a].Image.ID), string(rows[b].Image.ID)) }
	case ColumnCreated:
		return by(func(r *Row) int64 { return r.Image.Created.Unix() })
	case ColumnTagged:
		return by(func(r *Row) int64 { return r.Image.LastTagged.Unix() })
	case ColumnSize:
		return by(func(r *Row) int64 { return r.Image.Size })
	case ColumnExclusive:
		return by(func(r *Row) int64 { return r.Image.Unique().Min })
	case ColumnShared:
		return by(func(r *Row) int64 { return r.Image.SharedSize })
	case ColumnUsers:
		return by(func(r *Row) int64 { return int64(len(s.inv.users[r.Image.ID]) + len(s.inv.servicesOf[r.Image.ID])) })
	case ColumnState:
		return by(func(r *Row) int64 { return int64(s.inv.State(r.Image)) })
	case ColumnRepository, columnCount:
	}
	return nil
}
