package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
)

// detailsPause lets a person pass rows without asking the engine for each.
const detailsPause = 120 * time.Millisecond

func (m *Model) receiveDetails(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case detailsDueMsg:
		if msg.generation == m.generation && m.images.Wanted(msg.id) && m.session != nil {
			return loadDetailsCmd(m.ctx, m.session, m.generation, msg.id)
		}
	case detailsLoadedMsg:
		if msg.generation == m.generation {
			m.images.SetDetails(msg.id, msg.details, msg.problem)
		}
	case pagerClosedMsg:
		return m.pagerClosed(msg.err)
	}
	return nil
}

func awaitDetailsCmd(generation int, id model.ImageID) tea.Cmd {
	return tea.Tick(detailsPause, func(time.Time) tea.Msg { return detailsDueMsg{generation: generation, id: id} })
}

func loadDetailsCmd(ctx context.Context, session Session, generation int, id model.ImageID) tea.Cmd {
	return func() tea.Msg {
		loaded, err := session.Details(ctx, id)
		if err != nil {
			return detailsLoadedMsg{generation: generation, id: id, problem: asProblem(err)}
		}
		return detailsLoadedMsg{generation: generation, id: id, details: loaded}
	}
}
