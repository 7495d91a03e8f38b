package query

import (
	"strings"

	"jettison/model"
)

// TagTimeGap is what a query can't decide for lack of tag times.
type TagTimeGap struct {
	// Terms are the terms about tag times, in canonical form.
	Terms []string
	// None is how many images it can't decide about that the engine knows no tag time of,
	// and Unread how many whose tag time could not be read.
	None, Unread int
}

// TagTimeTerms returns the terms about tag times, in canonical form.
func (q *Query) TagTimeTerms() []string {
	var terms []string
	walk(q.root, func(n node) {
		if c, ok := n.(comparison); ok && asksTagTimes(c.field) {
			var b strings.Builder
			c.format(&b, nil)
			terms = append(terms, b.String())
		}
	})
	return terms
}

// asksTagTimes reports whether a field is about tag times.
func asksTagTimes(name string) bool {
	f, ok := fieldNamed(kindsOf(model.KindImage), name)
	return ok && f.fact == model.FactTagTimes
}

// TagTimeGap returns what the query can't decide in an environment for lack of tag
// times; the zero value if that is nothing.
func (q *Query) TagTimeGap(env Env) TagTimeGap {
	gap := TagTimeGap{Terms: q.TagTimeTerms()}
	if len(gap.Terms) == 0 || env.Inventory == nil {
		return TagTimeGap{}
	}
	matcher := q.Compile(env)
	counted := map[*model.Image]bool{}
	rows := env.Inventory.Rows()
	for i := range rows {
		row := &rows[i]
		if !row.Image.LastTagged.IsZero() || counted[row.Image] || matcher.Match(row) || matcher.Excludes(row) {
			continue
		}
		counted[row.Image] = true
		if row.Image.TagTimeRead {
			gap.None++
		} else {
			gap.Unread++
		}
	}
	if gap.None+gap.Unread == 0 {
		return TagTimeGap{}
	}
	return gap
}
