package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/ui/dialog"
)

// newHistoryKeeper keeps histories of queries.
func newHistoryKeeper(remember func(history []string)) *keeper[[]string] {
	if remember == nil {
		return &keeper[[]string]{}
	}
	return &keeper[[]string]{keep: func(history []string) error {
		remember(history)
		return nil
	}}
}

func keepHistoryCmd(k *keeper[[]string]) tea.Cmd {
	return func() tea.Msg {
		_ = k.flush() // nobody misses it
		return nil
	}
}

// remember adds what was typed to a history. That of queries outlives the
// program, but for what was asked of the demo.
func (m *Model) remember(h *dialog.History, text string) tea.Cmd {
	if !h.Add(text) || h != m.queries || m.demo || m.keeper.keep == nil {
		return nil
	}
	m.keeper.add(h.Entries())
	return keepHistoryCmd(m.keeper)
}
