package recovery

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/ui/pane"
)

// Context is part of pane.View.
func (p *Pane) Context() keymap.Context {
	if p.open == nil {
		return keymap.InRecovery
	}
	return keymap.InRestore
}

// Actions returns the actions on the list of removals, or on the steps of one.
func (p *Pane) Actions() []pane.Action {
	if p.open == nil {
		return p.ofRemovals
	}
	return p.ofSteps
}

func (p *Pane) removalActions() []pane.Action {
	return append(append(pane.Moves(p.list.Do), p.bothActions()...),
		pane.Action{Name: keymap.Back, Do: func() pane.Intent { return pane.Close{} }},
		pane.Action{Name: keymap.Confirm, Off: p.nothing, Do: func() pane.Intent {
			p.show(p.list.Cursor())
			return nil
		}})
}

func (p *Pane) stepActions() []pane.Action {
	return append(append(pane.Moves(p.steps.Do), p.bothActions()...),
		pane.Own(keymap.Back, p.close),
		pane.Action{Name: keymap.Confirm, Off: p.noRestore, Do: func() pane.Intent {
			return Restore{Removal: p.open.ID, Plan: p.plan.Choose(p.marked)}
		}},
		pane.Action{Name: keymap.Mark, Off: p.noMark, Do: func() pane.Intent {
			p.mark(p.step())
			return nil
		}},
		pane.Own(keymap.MarkAll, p.markAll),
		pane.Own(keymap.ClearMarks, func() { clear(p.marked) }),
		pane.Action{Name: keymap.Details, Off: p.noImage, Do: func() pane.Intent {
			return pane.ShowImage{ID: p.step().Image()}
		}})
}

// noImage explains why the step under the cursor has no image to go to; empty when it
// has one.
func (p *Pane) noImage() string {
	if off := p.nothing(); off != "" || p.step().Image() != "" {
		return off
	}
	return "There is no image to look at."
}

// bothActions returns the actions that removals and steps share.
func (p *Pane) bothActions() []pane.Action {
	return []pane.Action{
		{Name: keymap.Copy, Off: p.nothing, Do: func() pane.Intent { return pane.Copy{Text: p.CopyText()} }},
		{Name: keymap.Refresh, Do: func() pane.Intent { return Reread{} }},
	}
}

// nothing explains that the cursor is on no removal, or on no step; empty when it is on
// one.
func (p *Pane) nothing() string {
	if p.open == nil && p.current() == nil || p.open != nil && p.step() == nil {
		return pane.Nothing
	}
	return ""
}

// noMark explains why the step under the cursor can't be marked; empty when it can.
func (p *Pane) noMark() string {
	step := p.step()
	switch {
	case step == nil:
		return pane.Nothing
	case step.Way == model.RestoreImpossible:
		return "It can't come back: " + p.way(step) + "."
	case !step.Doable():
		return "There is nothing to bring back: " + p.there(step) + "."
	}
	return ""
}

// mark marks a step, or unmarks it.
func (p *Pane) mark(step *model.RestoreStep) {
	if p.marked[step.Step] {
		delete(p.marked, step.Step)
	} else {
		p.marked[step.Step] = true
	}
	p.steps.Move(1)
}

func (p *Pane) markAll() {
	for i := range p.plan.Steps {
		if step := &p.plan.Steps[i]; step.Doable() {
			p.marked[step.Step] = true
		}
	}
}

// noRestore explains why nothing can be restored; empty when something can.
func (p *Pane) noRestore() string {
	switch {
	case len(p.plan.Choose(p.marked).Steps) > 0:
		return ""
	case p.sum.elsewhere:
		return "It can't come back here: " + p.elsewhere(p.open) + "."
	case p.plan.Impossible() > 0:
		return p.neverWords()
	}
	return "Nothing is left to bring back."
}
