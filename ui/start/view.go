// Package start is the view without an engine: it says that the engine is being reached, or
// why it can't be.
package start

import (
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

// View explains why there is no engine. It does no I/O.
type View struct {
	styles  *theme.Styles
	keys    *keymap.Map
	address string
	problem *model.Problem // nil while connecting
	actions []pane.Action

	width int
}

// The intents that the view leaves to the root.
type (
	// Retry tries to reach the engine again.
	Retry struct{}
	// OpenDemo opens the embedded engine.
	OpenDemo struct{}
)

// New returns a view that says that the engine at an address is being reached.
func New(styles *theme.Styles, keys *keymap.Map, address string, demo bool) *View {
	v := &View{styles: styles, keys: keys, address: address}
	v.actions = []pane.Action{
		{Name: keymap.Refresh, Do: func() pane.Intent { return Retry{} }},
		{Name: keymap.Demo, Off: func() string {
			if !demo {
				return "There is no demo."
			}
			return ""
		}, Do: func() pane.Intent { return OpenDemo{} }},
		{Name: keymap.RawText, Off: func() string {
			if v.problem == nil || v.problem.Raw == "" {
				return "The system said nothing more."
			}
			return ""
		}, Do: func() pane.Intent {
			return pane.ShowText{Title: "The words of the system", Text: v.problem.Raw}
		}},
	}
	return v
}

// SetProblem explains why the engine can't be reached; nil says that it is being tried.
func (v *View) SetProblem(problem *model.Problem) { v.problem = problem }

// Context is part of pane.View.
func (v *View) Context() keymap.Context { return keymap.InStart }

// Actions are part of pane.View.
func (v *View) Actions() []pane.Action { return v.actions }

// Hints returns the actions that the footer offers.
func (v *View) Hints() []keymap.Action {
	return []keymap.Action{keymap.Refresh, keymap.Demo, keymap.RawText, keymap.Quit}
}

// SetStyles changes the styles.
func (v *View) SetStyles(styles *theme.Styles) { v.styles = styles }

// SetSize changes how wide View may be.
func (v *View) SetSize(width, _ int) { v.width = width }

// Click is part of pane.View; there is nothing to click on.
func (v *View) Click(int, int) {}

// Wheel is part of pane.View; there is nothing to scroll.
func (v *View) Wheel(int) {}

// View draws the problem, and what can be done about it.
func (v *View) View() string {
	s, p := v.styles, v.problem
	if p == nil {
		return "\n  Connecting to " + s.Strong.Render(s.Cut(v.address, v.width-18)) + s.Glyphs.Ellipsis
	}
	address := p.Host
	if address == "" {
		address = v.address
	}
	width := min(v.width-4, 90)
	lines := []string{"", "  " + s.Bad.Render(s.Glyphs.Failed) + " " + s.Strong.Render("No engine at "+s.Cut(address, v.width-20)), ""}
	explained := words.Problem(p)
	for _, text := range []string{explained.What, explained.Why} {
		for _, line := range theme.Wrap(text, width) {
			lines = append(lines, "  "+line)
		}
	}
	if explained.Advice != "" {
		lines = append(lines, "")
		for _, line := range theme.Wrap(explained.Advice, width) {
			lines = append(lines, "  "+s.Accent.Render(line))
		}
	}
	lines = append(lines, "")
	for _, offer := range []struct {
		action keymap.Action
		does   string
	}{
		{keymap.Refresh, "try again"},
		{keymap.Demo, "open the demo: an embedded engine with made-up images"},
	} {
		if key, _, ok := v.keys.Hint(keymap.InStart, offer.action); ok {
			lines = append(lines, "  "+s.Key.Render(key)+"  "+s.Cut(offer.does, width-4))
		}
	}
	return strings.Join(lines, "\n")
}
