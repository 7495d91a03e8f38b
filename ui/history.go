package ui

import (
	"sync"

	tea "charm.land/bubbletea/v2"

	"jettison/ui/dialog"
)

// keeper hands the history of queries to who keeps it, one at a time and the newest
// last: commands may run in any order.
type keeper struct {
	keep func(history []string) // nil forgets

	writing sync.Mutex // held while keep runs
	mu      sync.Mutex // guards what is below, and is never held for long
	history []string   // nil when there is nothing new
}

// set is what flush keeps next.
func (k *keeper) set(history []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.history = history
}

// flush keeps what is new. It waits for one that is under way.
func (k *keeper) flush() {
	k.writing.Lock()
	defer k.writing.Unlock()
	k.mu.Lock()
	history := k.history
	k.history = nil
	k.mu.Unlock()
	if history != nil {
		k.keep(history)
	}
}

func keepHistoryCmd(k *keeper) tea.Cmd {
	return func() tea.Msg {
		k.flush()
		return nil
	}
}

// remember adds what was typed to a history. That of queries outlives the
// program, but for what was asked of the demo.
func (m *Model) remember(h *dialog.History, text string) tea.Cmd {
	if !h.Add(text) || h != m.histories[placeImages] || m.demo || m.keeper.keep == nil {
		return nil
	}
	m.keeper.set(h.Entries())
	return keepHistoryCmd(m.keeper)
}
