package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/details"
	"jettison/ui/theme"
)

const (
	// wideFrom is the width from which the details stand beside the list.
	wideFrom = 120
	// detailsPause lets a person pass rows without asking the engine for each.
	detailsPause = 120 * time.Millisecond
	// mostDetails is how many images' details are kept.
	mostDetails = 64
)

// inspector is the details pane and what was loaded for it.
type inspector struct {
	pane    *details.Pane
	open    bool
	focused bool
	asked   model.ImageID // what a request is due or under way for
	known   map[model.ImageID]*model.Details
}

func newInspector(styles *theme.Styles, keys *keymap.Map) inspector {
	return inspector{pane: details.New(styles, keys), known: map[model.ImageID]*model.Details{}}
}

func (m *Model) wide() bool { return m.width >= wideFrom }

// inspect lets the open details follow the cursor, and asks the engine for
// what is not known of the image there.
func (m *Model) inspect() tea.Cmd {
	if !m.inspector.open || m.session == nil || m.at != placeImages {
		return nil
	}
	in := &m.inspector
	row, ok := m.images.Current()
	if !ok {
		in.pane.SetImage(m.snapshot, nil, "", m.opts.Now())
		return nil
	}
	in.pane.SetImage(m.snapshot, row.Image, row.Ref, m.opts.Now())
	id := row.Image.ID
	if known, ok := in.known[id]; ok {
		if !in.pane.Loaded() {
			in.pane.SetDetails(known)
		}
		return nil
	}
	if in.asked == id {
		return nil
	}
	in.asked = id
	return awaitDetailsCmd(m.generation, id)
}

func (m *Model) receiveDetails(msg tea.Msg) tea.Cmd {
	in := &m.inspector
	switch msg := msg.(type) {
	case detailsDueMsg:
		// Whoever has moved on meanwhile asked for another one.
		if msg.generation == m.generation && msg.id == in.asked && m.session != nil {
			return loadDetailsCmd(m.ctx, m.session, m.generation, msg.id)
		}
	case detailsLoadedMsg:
		if msg.generation != m.generation {
			return nil
		}
		if msg.problem != nil {
			if msg.id == in.pane.ImageID() {
				in.pane.SetProblem(msg.problem)
			}
			return nil
		}
		if len(in.known) >= mostDetails {
			clear(in.known)
		}
		in.known[msg.id] = msg.details
		if msg.id == in.pane.ImageID() {
			in.pane.SetDetails(msg.details)
		}
	}
	return nil
}

// toggleDetails opens the details, gives them the keys, and closes them.
func (m *Model) toggleDetails() {
	in := &m.inspector
	switch {
	case !in.open:
		in.open, in.focused = true, false
	case m.wide() && !in.focused:
		in.focused = true
	default:
		in.open, in.focused = false, false
	}
	m.layout()
}

// jump opens the details at a section and gives them the keys.
func (m *Model) jump(section details.Section) tea.Cmd {
	m.inspector.open, m.inspector.focused = true, true
	m.layout()
	cmd := m.inspect()
	m.inspector.pane.Jump(section)
	return cmd
}

// retryDetails forgets what failed, so that it is asked for anew.
func (m *Model) retryDetails() {
	m.inspector.asked = ""
	clear(m.inspector.known)
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
