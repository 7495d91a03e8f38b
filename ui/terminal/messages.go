package terminal

import (
	"fmt"
	"reflect"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Bubble Tea acts on some messages before a model sees them. Without its
// renderer it writes what they ask for at its next tick, up to a second later,
// and does not know how to give the terminal away. The painter therefore acts on
// them itself, in filter.

// writeMsg is a sequence to be written to the terminal at once.
type writeMsg struct{ sequence string }

// suspendMsg asks for the process to be stopped, as tea.SuspendMsg does.
type suspendMsg struct{}

// continuedMsg says that the process was stopped and goes on.
type continuedMsg struct{}

// messageKinds recognizes messages whose types Bubble Tea keeps to itself, by
// examples.
type messageKinds struct{ exec, clipboard, background reflect.Type }

func newMessageKinds() messageKinds {
	return messageKinds{
		exec:       reflect.TypeOf(tea.Exec(nil, nil)()),
		clipboard:  reflect.TypeOf(tea.SetClipboard("")()),
		background: reflect.TypeOf(tea.RequestBackgroundColor()),
	}
}

// runsProgram reports whether a message is that of tea.Exec: Bubble Tea runs the
// program between the filter and Update.
func (k messageKinds) runsProgram(msg tea.Msg) bool { return reflect.TypeOf(msg) == k.exec }

// sequence is what a message asks to be written to the terminal.
func (k messageKinds) sequence(msg tea.Msg) (sequence string, ok bool) {
	if raw, ok := msg.(tea.RawMsg); ok {
		return fmt.Sprint(raw.Msg), true
	}
	switch reflect.TypeOf(msg) {
	case k.clipboard:
		return ansi.SetSystemClipboard(reflect.ValueOf(msg).String()), true
	case k.background:
		return ansi.RequestBackgroundColor, true
	}
	return "", false
}

// filter takes over the messages that Bubble Tea would act on in its own way.
func (p *painter) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.SuspendMsg); ok {
		return suspendMsg{}
	}
	if sequence, ok := p.kinds.sequence(msg); ok {
		return writeMsg{sequence}
	}
	if p.kinds.runsProgram(msg) {
		p.beginLoan()
	}
	return msg
}
