package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/pane"
)

// press routes a key to the dialog, then to the input line, then to the actions that
// work everywhere, then to the view.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	if d, ok := m.top(); ok {
		return m.pressDialog(d, msg)
	}
	if m.filter.open {
		return m.pressFilter(msg)
	}
	name, ok := m.opts.Keys.Resolve(m.context(), msg.String())
	if !ok {
		return nil
	}
	action, ok := m.find(name)
	if !ok {
		m.tell("")
		return nil
	}
	if why := m.whyNot(action); why != "" {
		return m.tell(why)
	}
	return m.perform(action.Do())
}

// actions returns the actions that are available in the view, in order of precedence.
func (m *Model) actions() [3][]pane.Action {
	parts := [3][]pane.Action{m.everywhere, m.view().Actions()}
	if m.view() == m.pane() {
		parts[2] = m.ofPanes
	}
	return parts
}

func (m *Model) find(name keymap.Action) (pane.Action, bool) {
	for _, part := range m.actions() {
		if action, ok := pane.Find(part, name); ok {
			return action, true
		}
	}
	return pane.Action{}, false
}

// whyNot explains why an action is not possible now; empty when it is.
func (m *Model) whyNot(action pane.Action) string {
	if m.opts.ReadOnly != "" && keymap.Changes(m.context(), action.Name) {
		return m.readOnlyWords()
	}
	return action.WhyNot()
}

// tell shows a message about an action in the view, or in the footer.
func (m *Model) tell(text string) tea.Cmd {
	if teller, ok := m.view().(pane.Teller); ok {
		teller.Tell(text)
		return nil
	}
	if text == "" {
		return nil
	}
	return m.say(text)
}
