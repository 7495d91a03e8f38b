package pane

import (
	"jettison/keymap"
	"jettison/model"
)

// Action is one thing that a person can ask for. Its name stands for the keys and
// the words that the keymap has for it in the context of the pane; with the
// name, it is what the keys, the hints and the help are about.
type Action struct {
	Name keymap.Action
	// Off says in a sentence why it can't be done now; empty when it can. A nil Off
	// means that it always can.
	Off func() string
	// Do does it, as far as that is the pane's own, and returns what is left to the
	// root.
	Do func() Intent
}

// WhyNot says why the action can't be done now; empty when it can.
func (a Action) WhyNot() string {
	if a.Off == nil {
		return ""
	}
	return a.Off()
}

// Find is the action with a name.
func Find(actions []Action, name keymap.Action) (Action, bool) {
	for i := range actions {
		if actions[i].Name == name {
			return actions[i], true
		}
	}
	return Action{}, false
}

// Do does what a name means in a view. It returns what is left to the root, or Say
// with why it can't be done now, unless the view tells that itself.
func Do(v View, name keymap.Action) Intent {
	a, ok := Find(v.Actions(), name)
	if !ok {
		return nil
	}
	why := a.WhyNot()
	if why == "" {
		return a.Do()
	}
	if teller, ok := v.(Teller); ok {
		teller.Tell(why)
		return nil
	}
	return Say{Text: why}
}

// Own is an action that is all the pane's own.
func Own(name keymap.Action, do func()) Action {
	return Action{Name: name, Do: func() Intent {
		do()
		return nil
	}}
}

// Each are actions that a function tells apart by their names.
func Each(do func(keymap.Action) bool, names ...keymap.Action) []Action {
	actions := make([]Action, len(names))
	for i, name := range names {
		actions[i] = Own(name, func() { do(name) })
	}
	return actions
}

// Moves are the actions that move a cursor or a window, which a function tells
// apart by their names.
func Moves(do func(keymap.Action) bool) []Action {
	return Each(do, keymap.Up, keymap.Down, keymap.Top, keymap.Bottom,
		keymap.PageUp, keymap.PageDown, keymap.HalfUp, keymap.HalfDown)
}

// Intent is what a view leaves to the root, which alone starts I/O, opens dialogs
// and goes elsewhere: one of the types below or of those that the view's own
// package declares for it. Nil is nothing.
type Intent any

// The intents that every view may have.
type (
	// Say tells the person something.
	Say struct{ Text string }
	// ShowText shows a text in full.
	ShowText struct{ Title, Text string }
	// OpenPager shows a text in the person's pager. The text must be clean.
	OpenPager struct{ Text string }
	// Close closes the view, which is no pane.
	Close struct{}
	// Copy puts text on the clipboard.
	Copy struct{ Text string }
	// ShowImage goes to an image in the list of images.
	ShowImage struct{ ID model.ImageID }
	// OpenPlan plans the removal of rows.
	OpenPlan struct{ Keys []model.Key }
	// Pin pins a row, or takes its pin away.
	Pin struct{ Row *model.Row }
	// ClearMarks takes every mark away.
	ClearMarks struct{}
)

// Nothing is why an action is off that needs something under the cursor.
const Nothing = "The cursor is on nothing."
