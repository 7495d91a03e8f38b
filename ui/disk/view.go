package disk

import (
	"fmt"
	"strconv"
	"strings"

	"jettison/model"
	"jettison/ui/theme"
)

// tall is the height from which the pane has room for blank lines.
const tall = 24

// firstTotal is the row of the first category's totals.
func (p *Pane) firstTotal() int {
	if p.height >= tall {
		return 4
	}
	return 2
}

// top is how many rows stand above the list.
func (p *Pane) top() int { return p.firstTotal() + int(categoryCount) + 1 }

// View draws the whole, the totals and the list.
func (p *Pane) View() string {
	lines := []string{p.whole()}
	if p.height >= tall {
		lines = append(lines, p.legend(), "")
	}
	lines = append(lines, p.totalsHeader())
	for c := range categoryCount {
		lines = append(lines, p.totalsLine(c))
	}
	lines = append(lines, p.rule())
	for i := range lines {
		lines[i] = p.styles.Cut(lines[i], p.width)
	}
	lines = append(lines, p.section().View())
	rows := strings.Split(strings.Join(lines, "\n"), "\n")
	return strings.Join(rows[:max(0, min(len(rows), p.height))], "\n")
}

func (p *Pane) totals(c Category) (totals model.Totals, known bool) {
	u := p.snapshot.Inventory.Usage
	if u == nil {
		return totals, false
	}
	return [categoryCount]model.Totals{u.Images, u.Containers, u.Volumes, u.BuildCache}[c], true
}

// whole is one bar of everything that the engine keeps on the disk.
func (p *Pane) whole() string {
	s := p.styles
	var parts [categoryCount]int64
	var sum, free int64
	for c := range categoryCount {
		totals, known := p.totals(c)
		if !known {
			return " " + s.Dim.Render(p.emptyWords(BuildCache)[0])
		}
		parts[c] = max(0, totals.Size)
		sum += parts[c]
		free += max(0, totals.Reclaimable)
	}
	words := " " + s.Strong.Render(theme.Size(sum)) + s.Dim.Render(" on the disk, ") + s.Strong.Render(theme.Size(free)) +
		s.Dim.Render(" reclaimable ")
	width := p.width - theme.Width(words) - 2
	if width < 8 {
		return words
	}
	return " " + s.Stack(width, sum, parts[:]...) + words
}

// legend names the parts of the whole.
func (p *Pane) legend() string {
	s := p.styles
	parts := make([]string, 0, categoryCount)
	for c := range categoryCount {
		totals, known := p.totals(c)
		if !known {
			return ""
		}
		words := c.String() + " " + theme.Size(max(0, totals.Size))
		parts = append(parts, s.Series[c].Render(s.Glyphs.Series[c])+" "+s.Dim.Render(words))
	}
	return " " + strings.Join(parts, "  ")
}

// The cells of the totals' columns.
const (
	nameCells   = 13
	countCells  = 8
	sizeCells   = 10
	shareCells  = 6
	beforeShare = 3 + nameCells + 2*countCells + 2*sizeCells
)

func (p *Pane) totalsHeader() string {
	s := p.styles
	return s.Header.Render("   " + s.Fit("", nameCells) + s.FitRight("TOTAL", countCells) + s.FitRight("ACTIVE", countCells) +
		s.FitRight("SIZE", sizeCells) + s.FitRight("RECLAIM", sizeCells))
}

// totalsLine is one category: its counts, its bytes and the share of them that
// nothing uses, which the bar draws dashed at its end.
func (p *Pane) totalsLine(c Category) string {
	s := p.styles
	mark, name := "   ", s.Text
	if c == p.at {
		mark, name = " "+s.Accent.Render(s.Glyphs.Cursor)+" ", s.TabActive
	}
	line := mark + name.Render(c.String()) + theme.Spaces(nameCells-theme.Width(c.String()))
	totals, known := p.totals(c)
	if !known {
		return line + s.Dim.Render(p.countNow(c))
	}
	line += s.FitRight(number(totals.Count), countCells) + s.FitRight(number(totals.Active), countCells) +
		s.FitRight(theme.Size(totals.Size), sizeCells) + s.Strong.Render(s.FitRight(theme.Size(totals.Reclaimable), sizeCells))
	if totals.Size <= 0 || totals.Reclaimable < 0 {
		return line
	}
	free := min(totals.Reclaimable, totals.Size)
	line += s.Dim.Render(s.FitRight(fmt.Sprintf("%d%%", free*100/totals.Size), shareCells))
	if width := p.width - beforeShare - shareCells - 2; width >= 6 {
		line += " " + p.bar(width, totals.Size, free)
	}
	return line
}

// bar is as long as the category's part of the whole; the reclaimable part of
// it is dashed.
func (p *Pane) bar(width int, size, free int64) string {
	s := p.styles
	var largest int64
	for c := range categoryCount {
		totals, _ := p.totals(c)
		largest = max(largest, totals.Size)
	}
	cells := theme.Segments(width, largest, []int64{size - free, free})
	return s.Accent.Render(strings.Repeat(s.Glyphs.Solid, cells[0]) + strings.Repeat(s.Glyphs.Dashed, cells[1]))
}

func number(n int64) string {
	if n < 0 {
		return theme.None
	}
	return strconv.FormatInt(n, 10)
}

// countNow is what is known of a category before the engine measured it.
func (p *Pane) countNow(c Category) string {
	inv, s := p.snapshot.Inventory, p.styles
	if p.snapshot.Facts[model.FactUsage].Status == model.StatusFailed {
		return s.FitRight(theme.None, countCells)
	}
	switch c {
	case Images:
		return s.FitRight(strconv.Itoa(len(inv.Images())), countCells)
	case Containers:
		return s.FitRight(strconv.Itoa(len(inv.Containers())), countCells)
	case Volumes, BuildCache, categoryCount:
	}
	return s.FitRight(s.Glyphs.Ellipsis, countCells)
}

// rule divides the totals from the list and names the list.
func (p *Pane) rule() string {
	s := p.styles
	line := s.Glyphs.Line
	title := " " + p.at.String() + " "
	return s.Faint.Render(line+line) + s.Strong.Render(title) +
		s.Faint.Render(strings.Repeat(line, max(0, p.width-2-theme.Width(title))))
}
