package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/query"
	"jettison/model/reference"
	"jettison/model/words"
	"jettison/ui/dialog"
)

// rule is a predefined query to mark by.
type rule struct {
	key, label string
	query      string
	ask        bool // the query is a start, which the person finishes
	off        string
}

// rules returns the rules on offer. row may be nil.
func (m *Model) rules(row *model.Row) []rule {
	more := m.styles.Glyphs.Ellipsis
	rules := []rule{
		{key: "d", label: "dangling", query: "dangling"},
		{key: "u", label: "unused", query: "unused"},
		{key: "o", label: "older than" + more, query: "age>30d", ask: true},
		{key: "l", label: "larger than" + more, query: "size>1GB", ask: true},
		{key: "n", label: "all but the newest of each" + more, query: "rank>3", ask: true},
		{key: "e", label: "dev, test and staging tags", query: "tag~^(dev|test|staging)(-|$)"},
		{key: "p", label: "name pattern" + more, query: "repo:", ask: true},
		{key: "b", label: "label" + more, query: "label:", ask: true},
	}
	rules = append(rules, m.rulesOfRow(row)...)
	return append(rules, rule{key: "q", label: "any query" + more, ask: true})
}

// rulesOfRow returns the rules that refer to the row under the cursor.
func (m *Model) rulesOfRow(row *model.Row) []rule {
	latest := rule{key: "s", label: "this repository but latest"}
	// A local image has no registry: the person names one.
	registry := rule{key: "r", label: "registry" + m.styles.Glyphs.Ellipsis, query: "registry:", ask: true}
	descendants := rule{key: "c", label: "built on this one"}
	ancestors := rule{key: "t", label: "what it is built on"}
	switch {
	case row == nil:
		latest.off, descendants.off, ancestors.off = "no row", "no row", "no row"
	case row.Ref == "":
		const nameless = "the row has no tag to name it by"
		latest.off, descendants.off, ancestors.off = nameless, nameless, nameless
	default:
		latest.query = query.Exact("repo", row.Repo) + " -tag:latest"
		if host := reference.Registry(row.Ref); host != "" {
			registry = rule{key: "r", label: "from this registry", query: query.Exact("registry", host)}
		}
		descendants.query, ancestors.query = "ancestor:"+row.Ref, "base-of:"+row.Ref
	}
	return []rule{latest, registry, descendants, ancestors}
}

// openRuleMenu lists the rules to mark by, each with what it would free.
func (m *Model) openRuleMenu(row *model.Row) {
	rules := m.rules(row)
	items := make([]dialog.Item, len(rules))
	for i, r := range rules {
		items[i] = dialog.Item{Key: r.key, Label: r.label, About: r.query, Off: r.off}
		if !r.ask && r.off == "" {
			if q, err := query.Parse(r.query); err == nil {
				items[i].Figure = m.comesTo(q)
			}
		}
	}
	menu := dialog.NewMenu(m.styles, "Mark by rule", items)
	m.openDialog(menu, func() tea.Cmd {
		if r := rules[menu.Choice()]; r.ask {
			return m.openRulePrompt(r.query)
		} else if q, err := query.Parse(r.query); err == nil {
			return m.markBy(q)
		}
		return nil
	})
}

// comesTo tells how many references a query marks and what removing them frees.
func (m *Model) comesTo(q *query.Query) string {
	rows, reclaim := m.images.CountWhere(q)
	if rows == 0 {
		return "none"
	}
	return words.Count(rows) + " " + m.styles.Glyphs.Dot + " " + words.Bytes(reclaim)
}

// openRulePrompt asks for a query to mark by.
func (m *Model) openRulePrompt(text string) tea.Cmd {
	line := dialog.NewLine(m.images.Candidates, m.queries)
	prompt := dialog.NewPrompt(m.styles, "Mark by rule", "such as: unused age>30d, or repo:acme/* rank>3", line, func(text string) (good, bad string) {
		q, err := parseRule(text)
		switch {
		case err != nil:
			return "", err.Error()
		case q.Empty():
			return "", ""
		}
		rows, reclaim := m.images.CountWhere(q)
		return fmt.Sprintf("marks %s, frees %s", words.Plural(rows, "reference"), words.Bytes(reclaim)), ""
	})
	cmd := line.Open(text)
	m.openDialog(prompt, func() tea.Cmd {
		q, err := parseRule(prompt.Value())
		if err != nil || q.Empty() {
			return nil
		}
		return tea.Batch(m.markBy(q), m.remember(m.queries, prompt.Value()))
	})
	return cmd
}

// parseRule reads a query to mark by.
func parseRule(text string) (*query.Query, error) {
	q, err := query.Parse(text)
	if err != nil {
		return nil, err
	}
	return q, q.Only("are not marked by rules", model.KindImage)
}

func (m *Model) markBy(q *query.Query) tea.Cmd {
	if len(q.TagTimeTerms()) > 0 && readingTagTimes(&m.snapshot) {
		return m.say("Nothing is marked: " + tagTimesToCome + ".")
	}
	n := m.images.MarkWhere(q)
	if n == 0 {
		return m.say("Nothing more matches " + q.String() + ".")
	}
	return m.say("Marked " + words.Plural(n, "reference") + " by " + q.String() + ".")
}
