package trends

import (
	"fmt"
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/trend"
	"jettison/model/words"
	"jettison/ui/theme"
)

const (
	// tableFrom is the height in rows from which there is room for the table, and
	// leastPlot the height of the smallest useful plot.
	tableFrom = 13
	leastPlot = 3
	// mostRows limits the rows of the table.
	mostRows = 15
)

// parts divides the lines of the pane.
type parts struct {
	facts  []string // at the top
	choice int      // the line that names the windows
	beside bool     // the legend stands beside the names
	legend bool     // the legend has a line of its own; on small screens there is none
	chart  int      // lines of the plot with its labels
	table  int      // lines of the list; zero for none
}

func (p *Pane) layout() parts {
	var l parts
	l.facts = p.flow(p.facts())
	if p.height < tableFrom {
		l.facts = l.facts[:min(1, len(l.facts))]
	}
	l.choice = len(l.facts)
	l.beside = theme.Width(p.legend())+theme.Width(p.windows())+2 <= p.width
	l.legend = !l.beside && p.height >= tableFrom
	left := p.height - l.choice - 1
	if l.legend {
		left--
	}
	if p.height >= tableFrom {
		rows, _ := p.list.Shown()
		l.table = min(p.height/3, mostRows, 1+max(1, rows))
	}
	l.chart = left
	if l.table > 0 {
		l.chart -= l.table + 1
	}
	return l
}

func (p *Pane) resize() { p.list.SetSize(p.width, p.layout().table) }

// View draws the figures, the plot and the list in exactly the size of the pane.
func (p *Pane) View() string {
	if p.width == 0 || p.height == 0 {
		return ""
	}
	if lines := p.instead(); len(lines) > 0 {
		return p.styles.Fill(lines, p.width, p.height)
	}
	l := p.layout()
	lines := append([]string{}, l.facts...)
	switch {
	case l.beside:
		gap := p.width - theme.Width(p.legend()) - theme.Width(p.windows())
		lines = append(lines, p.legend()+theme.Spaces(gap)+p.windows())
	case l.legend:
		lines = append(lines, p.windows(), p.legend())
	default:
		lines = append(lines, p.windows())
	}
	lines = append(lines, p.chartLines(l.chart)...)
	if l.table > 0 {
		lines = append(lines, p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, p.width)))
		lines = append(lines, strings.Split(p.list.View(), "\n")...)
	}
	return p.styles.Fill(lines, p.width, p.height)
}

// chartLines returns the plot, or why there is none in this window.
func (p *Pane) chartLines(height int) []string {
	lines := make([]string, 0, max(0, height))
	switch report := p.report(); {
	case height <= 0:
	case len(report.Samples) < 2:
		lines = append(lines, "", "  "+p.styles.Dim.Render("There are not two samples of the past "+words.Window(p.window)+"; "+
			p.keys.Offer(keymap.InTrends, keymap.Right, "shows a longer time")))
	case height < leastPlot:
	default:
		lines = append(lines, newChart(p.styles, report, p.width, height).lines()...)
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:max(0, height)]
}

// facts returns the figures above the plot.
func (p *Pane) facts() []string {
	s, report := p.styles, p.report()
	if len(report.Samples) == 0 {
		return p.remarks()
	}
	newest := &report.Samples[len(report.Samples)-1]
	facts := []string{
		s.Strong.Render(words.Size(newest.Total())) + s.Dim.Render(" on the disk"),
		s.Strong.Render(p.about(newest.About)+words.Size(newest.Reclaimable())) + s.Dim.Render(" reclaimable"),
		p.growthWords(&report.Growth), p.fullWords(&report.Full, newest),
	}
	return append(facts, p.remarks()...)
}

// remarks is about the samples themselves.
func (p *Pane) remarks() []string {
	var remarks []string
	if p.content != nil && p.content.Skipped > 0 {
		remarks = append(remarks, p.styles.Warn.Render(p.styles.Glyphs.Warning+" "+words.Plural(p.content.Skipped, "line")+" of the samples can't be read"))
	}
	if p.content != nil && p.content.MadeUp {
		remarks = append(remarks, p.styles.Dim.Render("made up for the demo"))
	}
	return remarks
}

func (p *Pane) growthWords(growth *trend.Growth) string {
	s := p.styles
	switch {
	case !growth.Known:
		return s.Dim.Render("growth not known: " + words.NotKnown(growth.Why))
	case growth.PerWeek < 0:
		return s.Dim.Render("shrinks ") + s.Strong.Render(words.Size(-growth.PerWeek)) + s.Dim.Render(" a week")
	}
	return s.Dim.Render("grows ") + s.Strong.Render(words.Size(growth.PerWeek)) + s.Dim.Render(" a week")
}

// soonDays is the number of days within which a full disk is a warning.
const soonDays = 30

func (p *Pane) fullWords(full *trend.Full, newest *trend.Sample) string {
	s := p.styles
	if newest.Disk.Free < 0 {
		return s.Dim.Render("when it is full is not known: " + words.NotKnown(full.Why))
	}
	free := s.Strong.Render(words.Size(newest.Disk.Free)) + s.Dim.Render(" free")
	switch {
	case full.Known && full.Days < soonDays:
		return free + ", " + s.Warn.Render(fmt.Sprintf("%s full in %s", s.Glyphs.Warning, words.Plural(full.Days, "day")))
	case full.Known:
		return free + s.Dim.Render(", full in ") + s.Strong.Render(words.Plural(full.Days, "day"))
	case full.Never:
		return free + s.Dim.Render(", not filling up: "+words.NotKnown(full.Why))
	}
	return free // the reason for unknown growth stands beside it
}

// flow puts parts on as few lines as they need.
func (p *Pane) flow(parts []string) []string {
	var lines []string
	dot := " " + p.styles.Faint.Render(p.styles.Glyphs.Dot) + " "
	line := ""
	for _, part := range parts {
		switch {
		case line == "":
			line = " " + part
		case theme.Width(line)+theme.Width(dot)+theme.Width(part) < p.width:
			line += dot + part
		default:
			lines = append(lines, line)
			line = " " + part
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// legend explains the plot.
func (p *Pane) legend() string {
	s := p.styles
	heights := s.Glyphs.Heights
	text := " " + s.Accent.Render(s.Glyphs.Point+s.Glyphs.Point) + s.Dim.Render(" all") + "  " +
		s.Faint.Render(heights[len(heights)/2]+heights[len(heights)/2]) + s.Dim.Render(" reclaimable")
	if len(p.report().Marks) > 0 {
		text += "  " + s.Warn.Render(s.Glyphs.Removal) + s.Dim.Render(" removed")
	}
	return text
}

// windows names the windows, the current one in brackets.
func (p *Pane) windows() string {
	var text strings.Builder
	for window := range trend.WindowCount {
		text.WriteString(p.windowName(window))
	}
	return text.String()
}

func (p *Pane) windowName(window trend.Window) string {
	if window == p.window {
		return p.styles.TabActive.Render("[" + words.Window(window) + "]")
	}
	return " " + p.styles.Tab.Render(words.Window(window)) + " "
}

// windowAt returns the window whose name is at a cell of the line of windows.
func (p *Pane) windowAt(x, y int) (trend.Window, bool) {
	left := 0
	if p.layout().beside {
		left = p.width - theme.Width(p.windows())
	}
	if y != 0 {
		return 0, false
	}
	for window := range trend.WindowCount {
		width := theme.Width(p.windowName(window))
		if x >= left && x < left+width {
			return window, true
		}
		left += width
	}
	return 0, false
}

// instead returns the words in place of a plot.
func (p *Pane) instead() []string {
	s, c := p.styles, p.content
	var lines []string
	say := func(style theme.Style, text string) {
		for _, line := range theme.Wrap(text, max(10, p.width-4)) {
			lines = append(lines, "  "+style.Render(line))
		}
	}
	again := p.keys.Offer(keymap.InTrends, keymap.Refresh, "tries again")
	switch {
	case c == nil:
		return []string{"", "  " + s.Dim.Render("Reading samples"+s.Glyphs.Ellipsis)}
	case c.Nowhere:
		lines = append(lines, "")
		say(s.Text, "There is no place for samples of the disk.")
		say(s.Dim, "Set HOME or XDG_STATE_HOME, and start again.")
	case c.Problem != nil:
		lines = append(lines, "")
		say(s.Warn, s.Glyphs.Warning+" The samples could not be read.")
		say(s.Dim, model.Clean(c.Problem.Error()))
		say(s.Dim, again)
	case c.samples() < 2:
		lines = append(lines, "")
		say(s.Text, "Trends need samples of two days.")
		if c.samples() == 1 {
			only := &c.Reports[trend.All].Samples[0]
			say(s.Dim, fmt.Sprintf("There is one so far, of %s: %s on the disk, %s reclaimable.", only.At.Local().Format("Jan 2, 15:04"),
				words.Size(only.Total()), p.about(only.About)+words.Size(only.Reclaimable())))
		}
		say(s.Dim, "One is recorded at each start of jettison, once the disk was measured. For more, have cron do it every hour:")
		lines = append(lines, "", "    "+s.Strong.Render("7 * * * * jettison sample"))
		if remarks := p.remarks(); len(remarks) > 0 {
			lines = append(append(lines, ""), p.flow(remarks)...)
		}
	}
	return lines
}
