package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/ui/dialog"
)

// newHistoryQueue returns a queue that saves the history of queries.
func newHistoryQueue(remember func(history []string)) *writeQueue[[]string] {
	if remember == nil {
		return &writeQueue[[]string]{}
	}
	return &writeQueue[[]string]{write: func(history []string) error {
		remember(history)
		return nil
	}}
}

func keepHistoryCmd(q *writeQueue[[]string]) tea.Cmd {
	return func() tea.Msg {
		_ = q.flush() // nobody misses it
		return nil
	}
}

// remember adds a text to a history. The history of queries is saved, except in the
// demo.
func (m *Model) remember(h *dialog.History, text string) tea.Cmd {
	if !h.Add(text) || h != m.queries || m.demo || m.queryWrites.write == nil {
		return nil
	}
	m.queryWrites.add(h.Entries())
	return keepHistoryCmd(m.queryWrites)
}
