package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/pane"
)

// press routes a key: a dialog first, then an open line, then what means the
// same everywhere, then what has the focus.
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

// actions are all that can be asked for where a person is, in the order in which
// they are looked for.
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

// whyNot says why an action can't be done now; empty when it can.
func (m *Model) whyNot(action pane.Action) string {
	if m.opts.ReadOnly != "" && keymap.Changes(m.context(), action.Name) {
		return m.readOnlyWords()
	}
	return action.WhyNot()
}

// tell says something of an action where the view says such things.
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
