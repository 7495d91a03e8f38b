package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/model"
)

// waitsForEngine is why nothing is planned yet by what the engine has: what a removal does
// depends on how it stores images.
const waitsForEngine = "the engine has not told yet how it stores images"

// waitingPlan is a plan that opens once the engine is known.
type waitingPlan struct {
	keys    []model.Key
	choices model.Choices
}

// engineToCome reports whether the engine is still asked what it is. If it can't tell, it stays
// unknown, and plans go without.
func engineToCome(snapshot *model.Snapshot) bool {
	if snapshot.Inventory.Engine.Store != model.StoreUnknown {
		return false
	}
	status := snapshot.Facts[model.FactEngine].Status
	return status != model.StatusReady && status != model.StatusFailed
}

// openWaiting opens the plan that waited for the engine, unless the person has gone on to
// something else.
func (m *Model) openWaiting() tea.Cmd {
	waiting := m.waiting
	if waiting == nil || engineToCome(&m.snapshot) {
		return nil
	}
	m.waiting = nil
	if m.busy() {
		return nil
	}
	return m.showPlan(waiting.keys, waiting.choices)
}
