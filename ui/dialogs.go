package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/dialog"
)

// opened is an open dialog with the function that handles its choice.
type opened struct {
	dialog.Dialog
	taken func() tea.Cmd // may be nil
}

func (m *Model) openDialog(d dialog.Dialog, taken func() tea.Cmd) {
	d.SetSize(m.width, m.height)
	m.dialogs = append(m.dialogs, opened{d, taken})
}

// hasDialog reports whether a dialog is open.
func (m *Model) hasDialog(d dialog.Dialog) bool {
	return slices.ContainsFunc(m.dialogs, func(o opened) bool { return o.Dialog == d })
}

// closeDialog closes a dialog that no longer applies, if it is open.
func (m *Model) closeDialog(d dialog.Dialog) {
	m.dialogs = slices.DeleteFunc(m.dialogs, func(o opened) bool { return o.Dialog == d })
}

// top is the dialog that has the keys.
func (m *Model) top() (opened, bool) {
	if len(m.dialogs) == 0 {
		return opened{}, false
	}
	return m.dialogs[len(m.dialogs)-1], true
}

// pressDialog hands a key to the topmost dialog.
func (m *Model) pressDialog(d opened, msg tea.KeyPressMsg) tea.Cmd {
	context := keymap.InDialog
	prompt, typing := d.Dialog.(*dialog.Prompt)
	if typing {
		context = keymap.InInput
	}
	action, known := m.opts.Keys.Resolve(context, msg.String())
	switch {
	case known && action == keymap.Quit:
		return m.quit()
	case known && action == keymap.Suspend:
		return tea.Suspend
	}
	if typing && !known {
		cmd, _ := prompt.Edit(msg)
		return cmd
	}
	return m.handleOutcome(d, d.Press(msg.String(), action))
}

// handleOutcome closes a finished dialog and handles its choice.
func (m *Model) handleOutcome(d opened, outcome dialog.Outcome) tea.Cmd {
	if outcome == dialog.Open {
		return nil
	}
	m.dialogs = m.dialogs[:len(m.dialogs)-1]
	if outcome == dialog.Taken && d.taken != nil {
		return d.taken()
	}
	return nil
}
