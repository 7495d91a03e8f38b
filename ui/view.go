package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/model"
	"jettison/ui/dialog"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

// The least cells that the screen makes sense in.
const (
	leastWidth  = 40
	leastHeight = 10
)

// The lines that stand above and below the panes.
const (
	tabsRow = 1
	above   = 3
	under   = 2
)

// body is how many lines the panes have.
func (m *Model) body() int { return max(0, m.height-above-under) }

func (m *Model) layout() {
	body := m.body()
	for _, p := range m.panes {
		p.SetSize(m.width, body)
	}
	m.start.SetSize(m.width, body)
	for _, v := range m.over {
		v.SetSize(m.width, body)
	}
	for _, d := range m.dialogs {
		d.SetSize(m.width, m.height)
	}
}

// View draws the screen.
func (m *Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	v.WindowTitle = m.title()
	if !m.opts.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if run := m.recovery.run; m.recovery.running() {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarDefault, int(100*run.Fraction()))
	}
	if p := m.removal.progress; m.removal.running() {
		state := tea.ProgressBarDefault
		switch {
		case p.State == model.JobPaused:
			state = tea.ProgressBarWarning
		case p.Failed > 0:
			state = tea.ProgressBarError
		}
		v.ProgressBar = tea.NewProgressBar(state, int(100*p.Fraction()))
	}
	return v
}

func (m *Model) title() string {
	if p := m.removal.progress; m.removal.running() {
		return "jettison: " + pane.CountWords(p.Total-p.Left(), p.Total) + " steps"
	}
	if run := m.recovery.run; m.recovery.running() {
		return "jettison: " + pane.CountWords(run.Total-run.Left(), run.Total) + " steps back"
	}
	return "jettison"
}

func (m *Model) content() string {
	if m.width < leastWidth || m.height < leastHeight {
		text := fmt.Sprintf("too small: %dx%d, needs %dx%d", m.width, m.height, leastWidth, leastHeight)
		lines := strings.Split(ansi.Wrap(text, max(1, m.width), ""), "\n")
		return strings.Join(lines[:min(len(lines), max(1, m.height))], "\n")
	}
	lines := make([]string, 0, m.height)
	lines = append(lines, m.header(), m.tabs(), m.filterRow())
	lines = append(lines, strings.Split(m.view().View(), "\n")...)
	for len(lines) < above+m.body() {
		lines = append(lines, "")
	}
	lines = append(lines[:above+m.body()], m.footer(), m.hints())
	for i, line := range lines {
		if theme.Width(line) > m.width {
			lines[i] = ansi.Truncate(line, m.width, "")
		}
	}
	screen := strings.Join(lines, "\n")
	if m.filter.open {
		screen = m.overCandidates(screen)
	}
	for _, d := range m.dialogs {
		box := d.View()
		x, y := dialog.Place(box, m.width, m.height)
		screen = dialog.Over(screen, box, x, y)
	}
	return screen
}

// overCandidates draws the completions of the filter below its line.
func (m *Model) overCandidates(screen string) string {
	lines := m.candidateLines()
	if len(lines) == 0 {
		return screen
	}
	width := 0
	for _, line := range lines {
		width = max(width, theme.Width(line))
	}
	for i, line := range lines {
		lines[i] = " " + line + theme.Spaces(width-theme.Width(line)) + " " + m.styles.Border.Render(m.styles.Glyphs.Vertical)
	}
	return dialog.Over(screen, strings.Join(lines, "\n"), 2, above)
}

func (m *Model) candidateLines() []string {
	if !m.pane().FilterKind().Completes() {
		return nil
	}
	return m.filter.line.CandidateLines(m.styles, min(60, m.width-4), min(8, m.body()-2))
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
