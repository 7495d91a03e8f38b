package plan

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/ui/pane"
	"jettison/ui/remedy"
)

// Context is part of pane.View.
func (p *Pane) Context() keymap.Context { return keymap.InPlan }

// Actions are part of pane.View.
func (p *Pane) Actions() []pane.Action { return p.actions }

// Tell is part of pane.Teller. It also disarms a remedy that must be chosen a second
// time.
func (p *Pane) Tell(text string) {
	p.armed, p.notice = model.RemedyNone, text
}

func (p *Pane) newActions() []pane.Action {
	var actions []pane.Action
	for _, move := range pane.Moves(p.table.Do) {
		actions = append(actions, p.action(move.Name, nil, move.Do))
	}
	for _, choice := range remedy.All() {
		actions = append(actions, p.remedyAction(choice))
	}
	return append(actions,
		p.action(keymap.ApplyAll, p.nothingChosen, own(p.applyAll)),
		p.action(keymap.BackUp, p.noBackup, own(p.nextBackup)),
		pane.Action{Name: keymap.WithoutBackup, Off: p.noVolumes, Do: func() pane.Intent {
			again := p.armed == model.RemedyWithoutBackup
			p.Tell("")
			p.toggleUnsaved(again)
			return nil
		}},
		p.action(keymap.AskRegistry, p.noRegistry, func() pane.Intent {
			p.notice = "Asking the registries" + p.styles.Glyphs.Ellipsis
			return AskRegistries{}
		}),
		p.action(keymap.Confirm, p.notReady, func() pane.Intent { return Confirm{} }),
		pane.Action{Name: keymap.Details, Off: p.noImage, Do: func() pane.Intent {
			step, _ := p.Current()
			return pane.ShowImage{ID: step.Image().ID}
		}},
		pane.Action{Name: keymap.Copy, Off: p.noStep, Do: func() pane.Intent {
			step, _ := p.Current()
			return pane.Copy{Text: step.Goal().Called()}
		}},
		pane.Action{Name: keymap.Back, Do: func() pane.Intent { return pane.Close{} }})
}

// action wraps an action to clear the message about the last one.
func (p *Pane) action(name keymap.Action, off func() string, do func() pane.Intent) pane.Action {
	return pane.Action{Name: name, Off: off, Do: func() pane.Intent {
		p.Tell("")
		return do()
	}}
}

func own(do func()) func() pane.Intent {
	return func() pane.Intent {
		do()
		return nil
	}
}

// remedyAction chooses a remedy for the step under the cursor, or revokes it.
func (p *Pane) remedyAction(choice model.Remedy) pane.Action {
	off := func() string {
		step, ok := p.Current()
		if !ok {
			return pane.Nothing
		}
		if _, fits := offers(step, choice); !fits && choice != model.RemedySkip && !step.Chosen.Has(choice) {
			return "That is no remedy for this step."
		}
		return ""
	}
	return pane.Action{Name: remedy.Action(choice), Off: off, Do: func() pane.Intent {
		step, _ := p.Current()
		again := p.armed == choice && p.armedOn == step.Goal().Target()
		p.Tell("")
		p.choose(step, choice, again)
		return nil
	}}
}

func (p *Pane) noStep() string {
	if _, ok := p.Current(); !ok {
		return pane.Nothing
	}
	return ""
}

// noImage explains why the step under the cursor has no image; empty when it has one.
func (p *Pane) noImage() string {
	if step, ok := p.Current(); ok && step.Image() == nil {
		return "There is no image to look at."
	}
	return p.noStep()
}

func (p *Pane) nothingChosen() string {
	if step, ok := p.Current(); !ok || step.Chosen == 0 {
		return "Choose a remedy for this step first; then it can be taken for all like it."
	}
	return ""
}

func (p *Pane) noVolumes() string {
	if len(p.volumes()) == 0 {
		return "The plan removes no volume; images go without a backup unless one is asked for."
	}
	return ""
}

func (p *Pane) noBackup() string {
	if len(model.ThingsOf[*model.Image](p.plan.BackUp(model.BackupAll))) == 0 {
		return "There is no image to back up: none is deleted that is not backed up already."
	}
	return ""
}

func (p *Pane) noRegistry() string {
	if len(p.plan.Askable()) == 0 {
		return "No registry to ask: no image that goes has a digest of one, or is not backed up."
	}
	return ""
}

func (p *Pane) notReady() string {
	if p.ready() == 0 {
		return "Nothing to do: every step is blocked or skipped."
	}
	return ""
}
