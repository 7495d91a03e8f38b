package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/words"
	"jettison/ui/dialog"
)

// openPlatformMenu offers the platforms of an image for removal. What of their content others
// use is looked up for the one that is chosen.
func (m *Model) openPlatformMenu(image *model.Image) {
	present, _ := image.Platforms()
	items := make([]dialog.Item, len(present))
	for i := range present {
		items[i] = dialog.Item{Label: words.ManifestName(&present[i]), About: words.ManifestBytes(&present[i])}
	}
	menu := dialog.NewMenu(m.styles, "Remove a platform of "+image.Name(), items)
	m.openDialog(menu, func() tea.Cmd {
		key := model.PlatformKey(image.ID, present[menu.Choice()].Digest)
		return tea.Batch(lookUpContentCmd(m.ctx, m.session, m.generation, m.snapshot.Inventory, key), m.say("Looking up what other images have of it"+m.styles.Glyphs.Ellipsis))
	})
}

// contentLookedUpMsg brings the layers of all that the store has.
type contentLookedUpMsg struct {
	generation int
	key        model.Key // of the platform that is to go
	layers     model.ManifestLayers
	err        error
}

func lookUpContentCmd(ctx context.Context, session Session, generation int, inv *model.Inventory, key model.Key) tea.Cmd {
	return func() tea.Msg {
		layers, err := session.ManifestLayers(ctx, inv)
		return contentLookedUpMsg{generation, key, layers, err}
	}
}

// planPlatform opens the plan to remove a platform, once the person has closed what is open.
func (m *Model) planPlatform(msg contentLookedUpMsg) tea.Cmd {
	switch {
	case msg.generation != m.generation:
		return nil
	case msg.err != nil:
		return m.say("What other images have of the platform can't be told: " + problemWords(msg.err) + ".")
	}
	m.waiting = &waitingPlan{keys: []model.Key{msg.key}, platform: &msg}
	open := m.openWaiting()
	why := toCome(&m.snapshot)
	switch {
	case m.waiting == nil:
		return open
	case why != "":
		return m.say("The plan opens soon: " + why + ".")
	}
	return m.say("The plan to remove the platform opens when this is closed.")
}

// openWaitingPlatform opens the plan to remove a platform, or says why not. It does neither while
// a dialog or the filter line is open.
func (m *Model) openWaitingPlatform(waiting *waitingPlan) tea.Cmd {
	_, dialog := m.top()
	if m.session != nil && (dialog || m.filter.open) {
		return nil
	}
	m.waiting = nil
	switch key := waiting.platform.key; {
	case m.session == nil:
		return nil
	case m.plan() != nil:
		return m.say("The plan to remove the platform does not open: another plan is open.")
	case !m.snapshot.Inventory.Has(key):
		return m.say("The platform is gone already.")
	}
	return m.showPlanOn(m.snapshot.Inventory.WithManifestLayers(waiting.platform.layers), waiting.keys, waiting.choices)
}
