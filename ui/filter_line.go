package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model/words"
	"jettison/ui/dialog"
)

// filterLine is the input line that filters the pane while a person types.
type filterLine struct {
	line *dialog.Line
	open bool
	err  error // what is wrong with the text; nil when it is in force
}

func (m *Model) openFilter() tea.Cmd {
	m.filter.open, m.filter.err = true, nil
	var candidates func(string, int) []dialog.Candidate
	if m.pane().FilterKind().Completes() {
		candidates = m.pane().Candidates
	}
	m.filter.line = dialog.NewLine(candidates, m.tab().history)
	return m.filter.line.Open(m.pane().Filter())
}

func (m *Model) closeFilter() {
	m.filter.open, m.filter.err = false, nil
	m.filter.line.Close()
}

// pressFilter handles a key while the line is open.
func (m *Model) pressFilter(msg tea.KeyPressMsg) tea.Cmd {
	action, _ := m.opts.Keys.Resolve(keymap.InInput, msg.String())
	switch action {
	case keymap.Quit:
		return m.quit()
	case keymap.Suspend:
		return tea.Suspend
	case keymap.Back:
		m.closeFilter()
		m.setFilter("")
	case keymap.Confirm:
		if m.filter.err == nil {
			m.closeFilter()
			return m.remember(m.tab().history, m.pane().Filter())
		}
	case keymap.Complete:
		if m.filter.line.Complete() {
			m.setFilter(m.filter.line.Value())
		}
	case keymap.Up:
		m.moveFilter(-1)
	case keymap.Down:
		m.moveFilter(1)
	default:
		return m.edit(msg)
	}
	return nil
}

func (m *Model) moveFilter(rows int) {
	if m.filter.line.Move(rows) {
		m.setFilter(m.filter.line.Value())
	}
}

// edit passes a message to the open input line; the list follows its text.
func (m *Model) edit(msg tea.Msg) tea.Cmd {
	line := m.openLine()
	if line == nil {
		return nil
	}
	cmd, changed := line.Edit(msg)
	if changed && line == m.filter.line {
		m.setFilter(line.Value())
	}
	return cmd
}

// paste edits the open input line, unless it would take a part only: that is another query.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if line := m.openLine(); line != nil && !line.Fits(msg.Content) {
		m.notice = "What was pasted is too long: a line takes " + words.Count(dialog.MostText) + " characters"
		return nil
	}
	return m.edit(msg)
}

// openLine returns the input line that a person types into; nil when none is open.
func (m *Model) openLine() *dialog.Line {
	if d, ok := m.top(); ok {
		if prompt, typing := d.Dialog.(*dialog.Prompt); typing {
			return prompt.Line
		}
		return nil
	}
	if m.filter.open {
		return m.filter.line
	}
	return nil
}

// setFilter filters the pane. While the text is not a valid query, the last result
// stays.
func (m *Model) setFilter(text string) { m.filter.err = m.pane().SetFilter(text) }

// back closes what the pane has open, then clears its filter, then its quick filter.
func (m *Model) back() {
	switch {
	case m.pane().Back():
	case m.pane().Filter() != "":
		m.setFilter("")
	default:
		m.pane().SetQuick(0)
	}
}
