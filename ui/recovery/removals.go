package recovery

import (
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/table"
	"jettison/ui/theme"
)

func listColumns() []table.Column {
	return []table.Column{
		{ID: "when", Title: "WHEN", Min: 12, Ideal: 14},
		{ID: "by", Title: "BY", Min: 10, Ideal: 16, Drop: 4},
		{ID: "what", Title: "WHAT", Min: 14, Ideal: 22, Flex: 1, CutStart: true},
		{ID: "things", Title: "REMOVED", Align: table.Right, Min: 7, Whole: true},
		{ID: "names", Title: "NAMES", Align: table.Right, Min: 5, Drop: 6, Whole: true},
		{ID: "size", Title: "SIZE", Align: table.Right, Min: 8, Ideal: 9, Drop: 2, Whole: true},
		{ID: "back", Title: "BACK", Align: table.Right, Min: 4, Drop: 3, Whole: true},
		{ID: "can", Title: "CAN", Align: table.Right, Min: 3, Whole: true},
		{ID: "cannot", Title: "CAN'T", Align: table.Right, Min: 5, Drop: 1, Whole: true},
		{ID: "engine", Title: "ENGINE", Min: 8, Ideal: 16, Drop: 7},
	}
}

// removalRows adapts the removals to the table.
type removalRows struct{ pane *Pane }

// Len is part of table.Rows.
func (r removalRows) Len() int { return len(r.pane.removals()) }

// Flags is part of table.Rows.
func (r removalRows) Flags(row int) table.Flags {
	if sum := &r.pane.content.sums[row]; sum.elsewhere || len(sum.removed)+sum.names == 0 {
		return table.Dimmed
	}
	return 0
}

// Cell is part of table.Rows.
func (r removalRows) Cell(row, column int) table.Cell {
	p := r.pane
	removal, sum := &p.removals()[row], &p.content.sums[row]
	switch column {
	case 0:
		return table.Cell{Text: words.Ago(p.now, removal.At)}
	case 1:
		return table.Cell{Text: strings.TrimPrefix(words.Rule(removal.Rule), "policy "), Style: p.styles.Dim}
	case 2:
		return whatCell(removal)
	case 3:
		return p.number(sum.things(), p.styles.Strong)
	case 4:
		return p.number(sum.names, p.styles.Dim)
	case 5:
		if sum.size <= 0 {
			return p.number(0, theme.Style{})
		}
		return table.Cell{Text: words.Size(sum.size)}
	case 6:
		return p.number(sum.restored, p.styles.Good)
	case 7:
		if sum.unsure > 0 {
			return table.Cell{Text: words.Count(sum.doable) + "?", Style: p.styles.Warn}
		}
		return p.number(sum.doable, p.styles.Accent)
	case 8:
		return p.number(sum.impossible, p.styles.Warn)
	}
	return table.Cell{Text: removal.Engine.Name, Style: p.styles.Dim}
}

// number shows a count, with a dash for 0.
func (p *Pane) number(n int, style theme.Style) table.Cell {
	if n == 0 {
		return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
	}
	return table.Cell{Text: words.Count(n), Style: style}
}

// whatCell names the first removed thing and counts the others.
func whatCell(r *model.PastRemoval) table.Cell {
	if len(r.Steps) == 0 {
		return table.Cell{Text: "nothing went"}
	}
	cell := table.Cell{Text: r.Steps[0].Name}
	if more := len(r.Steps) - 1; more > 0 {
		cell.Suffix = " +" + words.Count(more)
	}
	return cell
}

// removalWords describes the removal under the cursor.
func (p *Pane) removalWords() []string {
	r := p.current()
	if r == nil {
		return nil
	}
	s, sum := p.styles, &p.content.sums[p.list.Cursor()]
	facts := r.At.Local().Format("2006-01-02 15:04:05") + ", " + words.Rule(r.Rule)
	if r.User != "" {
		facts += " (" + r.User + ")"
	}
	lines := []string{" " + s.Strong.Render(s.Cut(r.ID, p.width-2))}
	lines = p.appendText(lines, s.Dim, facts+", "+r.Engine.Name)
	lines = p.appendText(lines, s.Text, sum.words())
	switch {
	case sum.elsewhere:
		return p.appendText(lines, s.Warn, s.Glyphs.Blocked+" It was on the engine at "+r.Engine.Host+"; open that one, with --host or --context, to take it back.")
	case sum.doable > 0:
		text := sum.comes + " can come back"
		if offer := p.keys.Offer(keymap.InRecovery, keymap.Confirm, "shows how"); offer != "" {
			text += "; " + offer
		}
		lines = p.appendText(lines, s.Accent, text)
	case sum.impossible == 0 && len(r.Steps) > 0:
		lines = p.appendText(lines, s.Good, s.Glyphs.Done+" all is there")
	}
	if sum.impossible > 0 {
		lines = p.appendText(lines, s.Warn, s.Glyphs.Blocked+" "+words.Plural(sum.impossible, "step")+" can't be taken back")
	}
	return lines
}

// instead returns the words in place of an empty list.
func (p *Pane) instead() []string {
	s, c := p.styles, p.content
	var lines []string
	add := func(style theme.Style, text string) {
		if text == "" {
			return
		}
		for _, line := range theme.Wrap(text, max(10, p.width-4)) {
			lines = append(lines, "  "+style.Render(line))
		}
	}
	switch {
	case c == nil:
		return []string{"", "  " + s.Dim.Render("Reading the journal"+s.Glyphs.Ellipsis)}
	case c.Problem != nil:
		lines = append(lines, "")
		add(s.Warn, s.Glyphs.Warning+" "+model.Clean(words.Error(c.Problem))+".")
		if problem, ok := c.Problem.(*model.Problem); ok { //nolint:errorlint // a session answers with nothing that wraps one
			add(s.Dim, words.Problem(problem).Advice)
		}
		add(s.Dim, p.keys.Offer(keymap.InRecovery, keymap.Refresh, "tries again"))
	case len(c.History.Removals) == 0:
		lines = append(lines, "")
		add(s.Text, "Nothing was removed yet.")
		lines = append(lines, "")
		add(s.Dim, "What jettison removes, here or by a command, is listed in this place, with how it comes back: "+
			"by its name where the image is still there, from a backup, or by a pull of its digest.")
		add(s.Dim, p.keys.Offer(keymap.InPlan, keymap.BackUp, "in a plan saves images before they are removed."))
	}
	return lines
}
