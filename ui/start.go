package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/theme"
)

// startLines say that the engine is being reached, or why it can't be.
func (m *Model) startLines() []string {
	s := m.styles
	if m.problem == nil {
		return []string{"", "  Connecting to " + s.Strong.Render(s.Cut(m.opts.Address, m.width-18)) + s.Glyphs.Ellipsis}
	}
	p := m.problem
	address := p.Host
	if address == "" {
		address = m.opts.Address
	}
	width := min(m.width-4, 90)
	lines := []string{"", "  " + s.Bad.Render(s.Glyphs.Failed) + " " + s.Strong.Render("No engine at "+s.Cut(address, m.width-20)), ""}
	for _, text := range []string{p.What, p.Why} {
		for _, line := range theme.Wrap(text, width) {
			lines = append(lines, "  "+line)
		}
	}
	if p.Advice != "" {
		lines = append(lines, "")
		for _, line := range theme.Wrap(p.Advice, width) {
			lines = append(lines, "  "+s.Accent.Render(line))
		}
	}
	lines = append(lines, "")
	for _, action := range []keymap.Action{keymap.Refresh, keymap.Demo} {
		if key, _, ok := m.opts.Keys.Hint(keymap.InStart, action); ok {
			text := map[keymap.Action]string{
				keymap.Refresh: "try again",
				keymap.Demo:    "open the demo: an embedded engine with made-up images",
			}[action]
			lines = append(lines, "  "+s.Key.Render(key)+"  "+s.Cut(text, width-4))
		}
	}
	return lines
}

func (m *Model) doStart(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Refresh:
		return m.reopen(m.opts.Connect, false)
	case keymap.Demo:
		if m.opts.Demo != nil {
			return m.reopen(m.opts.Demo, true)
		}
	case keymap.RawText:
		if m.problem != nil && m.problem.Raw != "" {
			m.openDialog(dialog.NewViewer(m.styles, "The words of the system", m.problem.Raw), nil)
		}
	default:
	}
	return nil
}

// reopen forgets the session before, whose replies are dropped from now on.
func (m *Model) reopen(open opener, demo bool) tea.Cmd {
	m.problem = nil
	m.generation++
	m.removal = removal{}
	m.forgetRecovery()
	m.images.CloseDetails()
	return openSessionCmd(m.ctx, open, demo, m.generation)
}
