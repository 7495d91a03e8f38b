package query

import (
	"cmp"
	"slices"
	"strings"

	"jettison/model"
)

// existing is a value and the number of rows that have it.
type existing struct {
	text string
	rows int
}

// matching returns the values that begin with a text, then those that contain
// it, each group by falling frequency.
func (c *completer) matching(values []existing, begun string) []existing {
	search := fold{}
	if begun != "" {
		search = newFold(begun)
	}
	var matching []existing
	for _, v := range values {
		if v.text != "" && search.in(v.text) {
			matching = append(matching, v)
		}
	}
	begins := func(v existing) int {
		if len(v.text) >= len(begun) && search.at(v.text) {
			return 0
		}
		return 1
	}
	slices.SortFunc(matching, func(a, b existing) int {
		return cmp.Or(begins(a)-begins(b), b.rows-a.rows, strings.Compare(a.text, b.text))
	})
	return matching
}

// countRows returns the texts of all rows, without model.None.
func countRows(inv *model.Inventory, read func(*model.Row) string) []existing {
	counts := map[string]int{}
	rows := inv.Rows()
	for i := range rows {
		counts[read(&rows[i])]++
	}
	delete(counts, model.None)
	return listed(counts)
}

// listed returns counts as a list, in no order.
func listed(counts map[string]int) []existing {
	values := make([]existing, 0, len(counts))
	for text, rows := range counts {
		values = append(values, existing{text, rows})
	}
	return values
}
