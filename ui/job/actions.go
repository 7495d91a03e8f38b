package job

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/ui/pane"
	"jettison/ui/remedy"
)

// Context is part of pane.View.
func (p *Pane) Context() keymap.Context { return keymap.InJob }

// Actions are part of pane.View.
func (p *Pane) Actions() []pane.Action { return p.actions }

// Tell is part of pane.Teller.
func (p *Pane) Tell(text string) { p.notice = text }

func (p *Pane) newActions() []pane.Action {
	var actions []pane.Action
	move := func(action keymap.Action) bool {
		p.move(action)
		return true
	}
	for _, move := range pane.Moves(move) {
		actions = append(actions, p.action(move.Name, nil, move.Do))
	}
	for _, choice := range remedy.All() {
		if name, ok := actionOf(choice); ok {
			actions = append(actions, p.action(name, func() string { return p.noRemedy(choice) }, func() pane.Intent {
				return p.replan(choice)
			}))
		}
	}
	return append(actions,
		p.action(keymap.Confirm, nil, func() pane.Intent {
			p.full, p.from = !p.full, 0
			return nil
		}),
		p.action(keymap.Back, nil, p.back),
		p.action(keymap.RawText, p.noRawText, func() pane.Intent {
			return pane.ShowText{Title: "The engine's words", Text: p.RawText()}
		}),
		p.action(keymap.Dismiss, p.running, func() pane.Intent { return Dismiss{} }),
		pane.Action{Name: keymap.Copy, Off: p.noStep, Do: func() pane.Intent { return pane.Copy{Text: p.CopyText()} }})
}

// action wraps an action to clear the message about the last one.
func (p *Pane) action(name keymap.Action, off func() string, do func() pane.Intent) pane.Action {
	return pane.Action{Name: name, Off: off, Do: func() pane.Intent {
		p.Tell("")
		return do()
	}}
}

// back closes the words that are shown in full, then the panel.
func (p *Pane) back() pane.Intent {
	if p.full {
		p.full = false
		return nil
	}
	return pane.Close{}
}

func (p *Pane) noStep() string {
	if _, ok := p.Current(); !ok {
		return pane.Nothing
	}
	return ""
}

func (p *Pane) noRawText() string {
	if p.RawText() == "" {
		return "The engine said nothing about this step."
	}
	return ""
}

// running explains why the removal can't be dismissed yet; empty when it can.
func (p *Pane) running() string {
	if p.progress.State != model.JobEnded {
		return "The removal is under way; it can be put away once it has ended."
	}
	return ""
}

// noRemedy explains why a remedy is not on offer for the step under the cursor; empty
// when it is.
func (p *Pane) noRemedy(choice model.Remedy) string {
	index, ok := p.Current()
	switch {
	case !ok:
		return pane.Nothing
	case !offers(p.progress.Step(index).Refusal, choice):
		return "That is no remedy for this step."
	}
	return ""
}

// replan asks for a plan of the step under the cursor with a remedy.
func (p *Pane) replan(choice model.Remedy) pane.Intent {
	index, _ := p.Current()
	step := &p.progress.Plan.Steps[index]
	return Replan{Target: step.Goal().Target(), Keys: p.left(step.Goal().Target()), Remedy: choice}
}
