package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/model"
)

// waitingPlan is a plan that opens once nothing keeps it waiting, see toCome.
type waitingPlan struct {
	keys    []model.Key
	choices model.Choices
	// platform is the answer that a plan to remove a platform was asked for with; nil for others.
	// Such a plan also waits until dialogs and the filter line are closed.
	platform *contentLookedUpMsg
}

// toCome is why nothing is planned yet by what the engine has; empty when plans can be made. What a
// removal does depends on how the engine stores images, and what blocks it on what uses them.
func toCome(snapshot *model.Snapshot) string {
	switch {
	case engineToCome(snapshot):
		return "the engine has not told yet how it stores images"
	case snapshot.Inventory.UnlistedUsers().ToCome():
		return "the engine has not told yet what uses its images"
	}
	return ""
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

// openWaiting opens the plan that waited, unless the person has gone on to
// something else.
func (m *Model) openWaiting() tea.Cmd {
	waiting := m.waiting
	if waiting == nil || toCome(&m.snapshot) != "" {
		return nil
	}
	if waiting.platform != nil {
		return m.openWaitingPlatform(waiting)
	}
	m.waiting = nil
	if m.busy() {
		return nil
	}
	return m.showPlan(waiting.keys, waiting.choices)
}
