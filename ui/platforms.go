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

// planPlatform opens the plan to remove a platform, unless the person has opened something else.
func (m *Model) planPlatform(msg contentLookedUpMsg) tea.Cmd {
	switch {
	case msg.generation != m.generation || len(m.dialogs) > 0 || m.plan() != nil:
		return nil
	case msg.err != nil:
		return m.say("What other images have of the platform can't be told: " + problemWords(msg.err) + ".")
	case !m.snapshot.Inventory.Has(msg.key):
		return m.say("The platform is gone already.")
	}
	return m.showPlanOn(m.snapshot.Inventory.WithManifestLayers(msg.layers), []model.Key{msg.key}, nil)
}
