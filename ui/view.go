package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/images"
	"jettison/ui/theme"
)

// The least cells that the screen makes sense in.
const (
	leastWidth  = 40
	leastHeight = 10
)

// chrome is how many lines stand above and below the panes.
const (
	above = 3
	under = 2
)

func (m *Model) layout() {
	body := max(0, m.height-above-under)
	m.images.SetSize(m.width, body)
	if m.plan != nil {
		m.plan.SetSize(m.width, body)
	}
}

// View draws the screen.
func (m *Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	v.WindowTitle = "jettison"
	if !m.opts.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.running() {
		state := tea.ProgressBarDefault
		if m.progress.State == model.JobPaused {
			state = tea.ProgressBarWarning
		}
		v.ProgressBar = tea.NewProgressBar(state, int(100*m.progress.Fraction()))
	}
	return v
}

func (m *Model) content() string {
	if m.width < leastWidth || m.height < leastHeight {
		text := fmt.Sprintf("too small: %dx%d, needs %dx%d", m.width, m.height, leastWidth, leastHeight)
		return m.styles.Cut(text, m.width)
	}
	var body []string
	switch {
	case m.help:
		body = m.helpLines()
	case m.session == nil:
		body = m.startLines()
	case m.plan != nil:
		body = strings.Split(m.plan.View(), "\n")
	case m.showJob:
		body = m.jobLines()
	default:
		body = strings.Split(m.images.View(), "\n")
	}
	height := m.height - above - under
	lines := []string{m.header(), m.statusLine(), m.filterLine()}
	for i := range height {
		if i < len(body) {
			lines = append(lines, body[i])
		} else {
			lines = append(lines, "")
		}
	}
	lines = append(lines, m.footer(), m.hints())
	for i, line := range lines {
		if theme.Width(line) > m.width {
			lines[i] = ansi.Truncate(line, m.width, "")
		}
	}
	return strings.Join(lines, "\n")
}

// sides puts text at both ends of a line; the right side goes first when there
// is no room.
func (m *Model) sides(left, right string) string {
	gap := m.width - theme.Width(left) - theme.Width(right)
	if gap < 1 {
		return left
	}
	return left + theme.Spaces(gap) + right
}

func (m *Model) header() string {
	s := m.styles
	left := " " + s.Title.Render("jettison")
	if m.session == nil {
		return left
	}
	e := m.snapshot.Inventory.Engine
	words := strings.TrimSpace(e.Product + " " + e.Version)
	for _, word := range []string{m.opts.Address, words, e.Driver} {
		if m.demo && word == m.opts.Address {
			word = "the demo"
		}
		if word != "" {
			left += s.Dim.Render(" " + s.Glyphs.Dot + " " + s.Cut(word, m.width/3))
		}
	}
	var right string
	u, fact := m.snapshot.Inventory.Usage, m.snapshot.Facts[model.FactUsage]
	switch {
	case u != nil:
		right = s.Strong.Render(theme.Size(u.Images.Size)) + s.Dim.Render(" in images ")
	case fact.Status == model.StatusFailed:
		right = s.Warn.Render(s.Glyphs.Warning + " disk usage failed (r) ")
	case fact.Status == model.StatusLoading:
		right = s.Dim.Render("measuring disk usage" + s.Glyphs.Ellipsis + " ")
	}
	return m.sides(left, right)
}

func (m *Model) statusLine() string {
	s := m.styles
	left := ""
	if m.session != nil {
		inv := m.snapshot.Inventory
		left = " " + s.TabActive.Render(model.Plural(len(inv.Images()), "image")) + "  " +
			s.Tab.Render(model.Plural(len(inv.Containers()), "container"))
	}
	var right string
	switch m.snapshot.Link {
	case model.LinkLive:
		right = s.Good.Render(s.Glyphs.Live) + s.Dim.Render(" live ")
	case model.LinkStale:
		right = s.Warn.Render(s.Glyphs.Stale + " stale: the engine does not answer ")
	case model.LinkConnecting:
		right = s.Dim.Render("connecting" + s.Glyphs.Ellipsis + " ")
	}
	return m.sides(left, right)
}

func (m *Model) filterLine() string {
	s := m.styles
	column, descending := m.images.Order()
	arrow := s.Glyphs.SortUp
	if descending {
		arrow = s.Glyphs.SortDown
	}
	shown, all := m.images.Shown()
	right := s.Dim.Render(fmt.Sprintf("%d of %d %s %s %s by %s %s ", shown, all, s.Glyphs.Dot, m.images.Mode(),
		s.Glyphs.Dot, strings.ToLower(images.ColumnName(column)), arrow))
	switch {
	case m.entering != entryNone:
		title := "/ "
		if m.entering == entryRule {
			title = "mark by rule: "
		}
		left := " " + s.Key.Render(title) + m.input.View()
		if m.inputErr != "" {
			return left + "  " + s.Bad.Render(s.Cut(m.inputErr, max(0, m.width-theme.Width(left)-3)))
		}
		return m.sides(left, right)
	case m.filter != "":
		return m.sides(" "+s.Key.Render("/ ")+s.Accent.Render(s.Cut(m.filter, m.width/2)), right)
	case m.images.Quick() != images.QuickAll:
		return m.sides(" "+s.Key.Render("f ")+s.Accent.Render(m.images.Quick().String()), right)
	}
	return m.sides("", right)
}

// footer says what is marked and what that is worth, or how the removal goes.
func (m *Model) footer() string {
	s := m.styles
	switch {
	case m.quitting:
		return " " + s.Bad.Render(s.Glyphs.Warning+" A removal is under way. Press quit again to leave it, any other key to stay.")
	case m.notice != "":
		return " " + s.Accent.Render(s.Cut(m.notice, m.width-2))
	case m.progress != nil:
		return " " + m.jobLine()
	case m.session == nil:
		return ""
	}
	marks := m.images.Marks()
	if marks.Len() == 0 {
		return " " + s.Dim.Render("nothing marked")
	}
	line := " " + s.Marked.Render(s.Glyphs.Marked) + " " + s.Strong.Render(countRows(marks.Len())+" marked")
	line += s.Dim.Render(" "+s.Glyphs.Dot+" frees ") + s.Strong.Render(marks.Reclaim().String())
	if n := marks.Blocked(); n > 0 {
		line += s.Warn.Render(fmt.Sprintf(" %s %s %d blocked", s.Glyphs.Dot, s.Glyphs.Blocked, n))
	}
	return line
}

func countRows(n int) string { return model.Plural(n, "reference") }

func (m *Model) jobLine() string {
	s, p := m.styles, m.progress
	now := m.opts.Now()
	ended := p.Total - p.Left()
	text := fmt.Sprintf(" %d of %d", ended, p.Total)
	if n := p.Problems(); n > 0 {
		text += fmt.Sprintf(" %s %d not done", s.Glyphs.Dot, n)
	}
	switch {
	case !m.running():
		return s.Good.Render(s.Glyphs.Done) + text + s.Dim.Render(" "+s.Glyphs.Dot+" "+m.balance()+" "+s.Glyphs.Dot+" J shows it")
	case p.State == model.JobPaused:
		return s.Warn.Render(s.Glyphs.Warning+" paused: the engine does not answer") + text
	}
	rate, _ := p.Rate(now)
	text += fmt.Sprintf(" %s freed %s %s %.0f/s", s.Glyphs.Dot, p.Freed, s.Glyphs.Dot, rate)
	if left, ok := p.TimeLeft(now); ok {
		text += fmt.Sprintf(" %s %s left", s.Glyphs.Dot, left.Round(time.Second))
	}
	return s.Bar(min(20, m.width/5), p.Fraction(), s.Accent) + text + s.Dim.Render(" "+s.Glyphs.Dot+" X cancels")
}

// balance puts what was predicted beside what the engine's own figure fell by.
func (m *Model) balance() string {
	text := "predicted " + m.progress.Freed.String()
	u := m.snapshot.Inventory.Usage
	fact := m.snapshot.Facts[model.FactUsage]
	if u == nil || m.usage < 0 || fact.Status == model.StatusLoading || fact.At.Before(m.progress.Ended) {
		return text + ", measuring what came back"
	}
	return text + ", came back " + theme.Size(max(0, m.usage-u.Images.Size))
}

func (m *Model) hints() string {
	s, ctx := m.styles, m.context()
	actions := images.Hints()
	switch ctx {
	case keymap.InStart:
		actions = []keymap.Action{keymap.Refresh, keymap.Demo, keymap.Quit}
	case keymap.InPlan:
		actions = m.plan.Hints()
	case keymap.InJob:
		actions = []keymap.Action{keymap.CancelJob, keymap.Dismiss, keymap.Back}
	default:
	}
	line := ""
	for _, action := range actions {
		key, label, ok := m.opts.Keys.Hint(ctx, action)
		if !ok || theme.Width(line)+theme.Width(key)+theme.Width(label)+3 > m.width {
			continue
		}
		line += " " + s.Key.Render(key) + " " + s.Label.Render(label) + " "
	}
	return line
}

func (m *Model) startLines() []string {
	s := m.styles
	if m.problem == nil {
		return []string{"", "  Connecting to " + s.Strong.Render(s.Cut(m.opts.Address, m.width-18)) + s.Glyphs.Ellipsis}
	}
	p := m.problem
	address := p.Host
	if address == "" {
		address = m.opts.Address
	}
	lines := []string{"", "  " + s.Bad.Render(s.Glyphs.Failed+" No engine at "+s.Cut(address, m.width-20)), ""}
	for _, text := range []string{p.What, p.Why, p.Advice} {
		for _, line := range theme.Wrap(text, m.width-4) {
			lines = append(lines, "  "+line)
		}
	}
	return lines
}

func (m *Model) helpLines() []string {
	s := m.styles
	lines := []string{" " + s.Title.Render("Keys")}
	for _, group := range m.opts.Keys.Help(m.context()) {
		for _, entry := range group.Entries {
			keys := s.Fit(strings.Join(entry.Keys, " "), 16)
			lines = append(lines, "  "+s.Key.Render(keys)+" "+s.Cut(entry.Text, m.width-20))
		}
	}
	return lines
}

// jobLines tell how the removal stands, and what was not done and why.
func (m *Model) jobLines() []string {
	s, p := m.styles, m.progress
	if p == nil {
		return nil
	}
	lines := []string{
		" " + s.Title.Render("Removal"), "",
		fmt.Sprintf("  %d done, %d partly, %d failed, %d skipped, %d cancelled, %d unknown, %d left",
			p.Done, p.Partly, p.Failed, p.Skipped, p.Canceled, p.Unknown, p.Left()), "",
	}
	for _, failed := range m.failures {
		step := p.Plan.Steps[failed.step]
		name := step.Image.Name()
		if step.Container != nil {
			name = step.Container.Name
		}
		lines = append(lines, "  "+s.Warn.Render(s.Glyphs.Failed)+" "+s.Strong.Render(s.Cut(name, m.width/2))+
			" "+s.Cut(failed.refusal.Text, m.width/2-6))
		if advice := failed.refusal.Advice; advice != "" {
			lines = append(lines, "    "+s.Dim.Render(s.Cut(advice, m.width-6)))
		}
	}
	return lines
}
