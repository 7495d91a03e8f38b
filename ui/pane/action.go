package pane

import (
	"jettison/keymap"
	"jettison/model"
)

// Action is a command of a view. The keymap maps its name to keys and words in the context
// of the view, for keys, hints and help.
type Action struct {
	Name keymap.Action
	// Off explains in a sentence why the action is not possible now; empty when it is.
	// nil means that it always is.
	Off func() string
	// Do performs the action within the view and returns what is left to the root.
	Do func() Intent
}

// WhyNot explains why the action is not possible now; empty when it is.
func (a Action) WhyNot() string {
	if a.Off == nil {
		return ""
	}
	return a.Off()
}

// Find returns the action with a name.
func Find(actions []Action, name keymap.Action) (Action, bool) {
	for i := range actions {
		if actions[i].Name == name {
			return actions[i], true
		}
	}
	return Action{}, false
}

// Do performs the action with a name in a view. It returns what is left to the root. If the
// action is not possible, it returns a Say with the reason, unless the view is a Teller.
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

// Own returns an action that leaves nothing to the root.
func Own(name keymap.Action, do func()) Action {
	return Action{Name: name, Do: func() Intent {
		do()
		return nil
	}}
}

// Each returns actions that share a function, which gets their names.
func Each(do func(keymap.Action) bool, names ...keymap.Action) []Action {
	actions := make([]Action, len(names))
	for i, name := range names {
		actions[i] = Own(name, func() { do(name) })
	}
	return actions
}

// Moves returns the actions that move a cursor or a window. They share a function, which
// gets their names.
func Moves(do func(keymap.Action) bool) []Action {
	return Each(do, keymap.Up, keymap.Down, keymap.Top, keymap.Bottom,
		keymap.PageUp, keymap.PageDown, keymap.HalfUp, keymap.HalfDown)
}

// Intent is what a view leaves to the root, which alone starts I/O, opens dialogs and
// switches views. It is one of the types below or of the view's own package; nil for
// nothing.
type Intent any

// The intents that every view may have.
type (
	// Say tells the person something.
	Say struct{ Text string }
	// ShowText shows a text in full.
	ShowText struct{ Title, Text string }
	// OpenPager shows a text in the person's pager. The text must be clean.
	OpenPager struct{ Text string }
	// Close closes the view, which must not be a pane.
	Close struct{}
	// Copy puts text on the clipboard.
	Copy struct{ Text string }
	// ShowImage goes to an image in the list of images.
	ShowImage struct{ ID model.ImageID }
	// OpenPlan plans the removal of rows.
	OpenPlan struct{ Keys []model.Key }
	// Pin pins a row, or unpins it.
	Pin struct{ Row *model.Row }
	// ClearMarks clears all marks.
	ClearMarks struct{}
)

// Nothing is the reason of actions that need something under the cursor.
const Nothing = "The cursor is on nothing."
