package disk

import (
	"strconv"
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/theme"
)

// tall is the height in rows from which there is room for a note and a blank line.
const tall = 24

// firstTotal is the row of the totals of the first category.
func (p *Pane) firstTotal() int {
	if p.height >= tall {
		return 4
	}
	return 2
}

// totalsShown reports whether there is room for the totals. A treemap leaves less than a
// list.
func (p *Pane) totalsShown() bool { return !p.Treemap() || p.height >= tall }

// top returns the number of rows above the list.
func (p *Pane) top() int {
	if !p.totalsShown() {
		return 2
	}
	return p.firstTotal() + int(categoryCount) + 1
}

// View draws the bar, the totals and the list in exactly the size of the pane.
func (p *Pane) View() string {
	if p.width == 0 || p.height == 0 {
		return ""
	}
	lines := make([]string, 0, p.top()+1)
	lines = append(lines, p.whole())
	if p.height >= tall {
		lines = append(lines, p.styles.Dim.Render(" "+countedHow), "")
	}
	if p.totalsShown() {
		lines = append(lines, p.totalsHeader())
		for c := range categoryCount {
			lines = append(lines, p.totalsLine(c))
		}
	}
	lines = append(lines, p.rule())
	lines = lines[:min(len(lines), p.height)]
	for i := range lines {
		lines[i] = p.styles.Fit(lines[i], p.width)
	}
	switch {
	case p.height <= p.top():
	case p.Treemap():
		lines = append(lines, p.treemapLines()...)
	default:
		lines = append(lines, p.section().View())
	}
	return strings.Join(lines, "\n")
}

// countedHow says what model.Totals documents.
const countedHow = "Counted as docker 29 does: what only unused images share is left out, so removing all of those frees more."

func (p *Pane) totals(c Category) model.Totals {
	u := p.usage
	return [categoryCount]model.Totals{u.Images, u.Containers, u.Volumes, u.BuildCache}[c]
}

// sum returns what all categories take, as far as it is known.
func (p *Pane) sum() (size, free int64) {
	for c := range categoryCount {
		totals := p.totals(c)
		size += max(0, totals.Size)
		free += max(0, totals.Reclaimable)
	}
	return size, free
}

// whole draws a bar of everything that the engine keeps on the disk or, until that is
// measured, words about it.
func (p *Pane) whole() string {
	s := p.styles
	fact := p.snapshot.Facts[model.FactUsage]
	switch {
	case p.measured:
	case fact.Status == model.StatusFailed:
		text := s.Glyphs.Warning + " The disk usage could not be measured, " + p.keys.Offer(keymap.InDisk, keymap.Refresh, "tries again")
		if fact.Problem != nil {
			text += ": " + words.ProblemLine(fact.Problem)
		}
		return " " + s.Warn.Render(s.Cut(text, p.width-1))
	default:
		return " " + s.Dim.Render("Measuring disk usage"+s.Glyphs.Ellipsis+" this can take minutes; everything else works meanwhile")
	}
	size, free := p.sum()
	text := " " + s.Strong.Render(words.Size(size)) + s.Dim.Render(" on the disk, ") + s.Strong.Render(words.Size(free)) +
		s.Dim.Render(" reclaimable")
	width := p.width - theme.Width(text) - 2
	if width < 8 {
		return text
	}
	var parts [categoryCount]int64
	for c := range categoryCount {
		parts[c] = max(0, p.totals(c).Size)
	}
	return " " + s.Stack(width, size, parts[:]...) + text
}

// The widths of the totals' columns. In front of the name are the cursor and the
// category's glyph in the bar, which makes the names a legend.
const (
	beforeName   = 5
	nameCells    = 13
	countCells   = 8
	sizeCells    = 9
	freeCells    = 13
	percentCells = 5
	beforeBar    = beforeName + nameCells + 2*countCells + sizeCells + freeCells + percentCells
)

func (p *Pane) totalsHeader() string {
	s := p.styles
	line := s.Header.Render(theme.Spaces(beforeName+nameCells) + s.FitRight("TOTAL", countCells) + s.FitRight("ACTIVE", countCells) +
		s.FitRight("SIZE", sizeCells) + s.FitRight("RECLAIMABLE", freeCells) + theme.Spaces(percentCells))
	if p.width-beforeBar < 24 {
		return line
	}
	return line + s.Dim.Render("  "+s.Glyphs.Solid+" in use  ") + s.Strong.Render(s.Glyphs.Dashed) + s.Dim.Render(" reclaimable")
}

// totalsLine shows a category: its counts, its bytes and how many of them are
// reclaimable.
func (p *Pane) totalsLine(c Category) string {
	s := p.styles
	cursor, name := " ", s.Text
	if c == p.at {
		cursor, name = s.Accent.Render(s.Glyphs.Cursor), s.TabActive
	}
	totals := p.totals(c)
	line := " " + cursor + " " + s.Series[c].Render(s.Glyphs.Series[c]) + " " +
		name.Render(c.String()) + theme.Spaces(nameCells-theme.Width(c.String())) +
		p.figure(totals.Count, countCells, s.Text, number) + p.figure(totals.Active, countCells, s.Dim, number) +
		p.figure(totals.Size, sizeCells, s.Text, words.Size) + p.figure(totals.Reclaimable, freeCells, s.Strong, p.free(c))
	percent, ok := totals.Percent()
	if !ok || !p.measured {
		return line // the part of an unknown sum is unknown
	}
	line += s.Dim.Render(s.FitRight(strconv.FormatInt(percent, 10)+"%", percentCells))
	if width := p.width - beforeBar - 3; width >= 6 {
		line += "  " + p.bar(width, c)
	}
	return line
}

// figure aligns a number to the right; an ellipsis stands for one that is still being
// loaded.
func (p *Pane) figure(n int64, cells int, style theme.Style, write func(int64) string) string {
	s := p.styles
	switch {
	case n >= 0:
		return style.Render(s.FitRight(write(n), cells))
	case p.measuring():
		return s.Faint.Render(s.FitRight(s.Glyphs.Ellipsis, cells))
	}
	return s.Faint.Render(s.FitRight(words.Unknown, cells))
}

// free shows the reclaimable bytes of a category. Those of images are approximate where
// the store's sizes don't add up to the byte.
func (p *Pane) free(c Category) func(int64) string {
	if store := p.snapshot.Inventory.Engine.Store; c != Images || store == model.StoreUnknown || store.Exact() {
		return words.Size
	}
	return func(n int64) string { return p.styles.Glyphs.About + words.Size(n) }
}

func number(n int64) string { return words.Count(int(n)) }

// bar shows the category's part of the sum; the reclaimable bytes are dashed.
func (p *Pane) bar(width int, c Category) string {
	s := p.styles
	totals := p.totals(c)
	whole, _ := p.sum()
	free := min(max(0, totals.Reclaimable), totals.Size)
	cells := theme.Segments(width, whole, []int64{totals.Size - free, free})
	return s.Series[c].Render(strings.Repeat(s.Glyphs.Solid, cells[0])) + s.Strong.Render(strings.Repeat(s.Glyphs.Dashed, cells[1]))
}

// rule separates the totals from the list. It names the list and says when the figures are
// out of date.
func (p *Pane) rule() string {
	s := p.styles
	line := s.Glyphs.Line
	title := " " + p.at.String() + " "
	text, style := p.currency()
	whole := ""
	if p.Treemap() {
		title = " " + p.at.String() + p.trail() + " "
		whole = p.levelBytes()
		text, style = p.basisWords(), s.Dim
	}
	left := s.Faint.Render(line+line) + s.Strong.Render(title) + s.Dim.Render(whole)
	fill := p.width - 2 - theme.Width(title) - theme.Width(whole)
	if text == "" || fill < theme.Width(text)+5 {
		return left + s.Faint.Render(strings.Repeat(line, max(0, fill)))
	}
	fill -= theme.Width(text) + 4
	return left + s.Faint.Render(strings.Repeat(line, fill)) + style.Render(" "+text+" ") + s.Faint.Render(line+line)
}

// currency says from when the figures are once they may be out of date, and whether newer
// ones are being loaded. It gives a time of day, which stays true without a new frame.
func (p *Pane) currency() (text string, style theme.Style) {
	s := p.styles
	fact := p.snapshot.Facts[model.FactUsage]
	measured := "measured " + fact.At.Format("15:04")
	switch {
	case !p.measured || fact.At.IsZero():
	case fact.Status == model.StatusFailed:
		return s.Glyphs.Warning + " " + measured + ", not since: " + p.keys.Offer(keymap.InDisk, keymap.Refresh, "tries again"), s.Warn
	case p.snapshot.Link == model.LinkStale:
		return s.Glyphs.Stale + " " + measured + ", stale", s.Warn
	case fact.Status == model.StatusLoading:
		return measured + ", measuring again" + s.Glyphs.Ellipsis, s.Dim
	}
	return "", s.Dim
}
