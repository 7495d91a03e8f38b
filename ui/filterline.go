package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model/query"
	"jettison/ui/dialog"
)

// filterLine is the line that narrows the pane while it is typed.
type filterLine struct {
	line *dialog.Line
	open bool
	err  *query.Error // what is wrong with the text, nil when it is a query
}

func (m *Model) openFilter() tea.Cmd {
	m.filter.open, m.filter.err = true, nil
	var candidates func(string, int) []dialog.Candidate
	if m.at == placeImages {
		candidates = m.candidates
	}
	m.filter.line = dialog.NewLine(candidates, m.histories[m.at])
	return m.filter.line.Open(m.filters[m.at])
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
	case keymap.Back:
		m.closeFilter()
		m.setFilter("")
	case keymap.Confirm:
		if m.filter.err == nil {
			m.closeFilter()
			return m.remember(m.histories[m.at], m.filters[m.at])
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

// edit hands a message to the line that is being written; the list follows.
func (m *Model) edit(msg tea.Msg) tea.Cmd {
	if d, ok := m.top(); ok {
		if prompt, typing := d.Dialog.(*dialog.Prompt); typing {
			cmd, _ := prompt.Edit(msg)
			return cmd
		}
		return nil
	}
	if !m.filter.open {
		return nil
	}
	cmd, changed := m.filter.line.Edit(msg)
	if changed {
		m.setFilter(m.filter.line.Value())
	}
	return cmd
}

// setFilter narrows the pane. While the text is no query, the last good result
// stays.
func (m *Model) setFilter(text string) {
	m.filter.err = nil
	switch m.at {
	case placeContainers:
		m.containers.SetFilter(text)
	case placeDisk:
		m.disk.SetFilter(text)
	case placeTrends: // has no filter
	case placeImages, placeCount:
		q, err := query.Parse(text)
		if err != nil {
			m.filter.err = asQueryError(err)
			return
		}
		m.images.SetQuery(q)
	}
	m.filters[m.at] = text
}

func asQueryError(err error) *query.Error {
	if wrong, ok := err.(*query.Error); ok { //nolint:errorlint // Parse returns nothing else
		return wrong
	}
	return &query.Error{}
}

// back undoes what narrows the pane, the newest first.
func (m *Model) back() {
	switch {
	case m.at == placeDisk && m.disk.ZoomOut():
	case m.at == placeImages && m.images.Ranging():
		m.images.StopRange()
	case m.at == placeImages && m.inspector.open:
		m.inspector.open, m.inspector.focused = false, false
		m.layout()
	case m.filters[m.at] != "":
		m.setFilter("")
	case m.at == placeImages:
		m.images.SetQuick(0)
	case m.at == placeContainers:
		m.containers.SetQuick(0)
	}
}
