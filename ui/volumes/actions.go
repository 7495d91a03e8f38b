package volumes

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
)

// Actions are part of pane.Pane.
func (p *Pane) Actions() []pane.Action { return p.actions }

func (p *Pane) newActions() []pane.Action {
	return append(append(pane.Moves(p.list.Do), pane.Each(p.list.Do, keymap.SortReverse)...),
		pane.Action{Name: keymap.Mark, Off: p.noVolume, Do: func() pane.Intent {
			e, _ := p.list.Current()
			p.marks.Toggle([]model.Key{e.key()})
			p.list.Do(keymap.Down)
			return nil
		}},
		pane.Own(keymap.MarkAll, func() {
			for _, e := range p.list.Visible() {
				p.marks.Set(e.key(), true)
			}
		}),
		pane.Action{Name: keymap.ClearMarks, Do: func() pane.Intent { return pane.ClearMarks{} }},
		pane.Action{Name: keymap.Plan, Off: func() string {
			if len(p.chosen()) == 0 {
				return "Nothing is marked, and the cursor is on nothing."
			}
			return ""
		}, Do: func() pane.Intent { return pane.OpenPlan{Keys: p.chosen()} }},
		pane.Action{Name: keymap.Details, Off: p.noVolume, Do: func() pane.Intent {
			v, _ := p.Current()
			return pane.ShowText{Title: "Volume " + v.Called(), Text: words.VolumeDetails(p.snapshot.Inventory, v, p.now)}
		}},
		pane.Action{Name: keymap.Copy, Off: p.noVolume, Do: func() pane.Intent {
			v, _ := p.Current()
			return pane.Copy{Text: v.Name}
		}})
}

// chosen are the marks of all panes, or else the volume under the cursor.
func (p *Pane) chosen() []model.Key {
	if p.marks.Len() > 0 {
		return p.marks.Keys()
	}
	if e, ok := p.list.Current(); ok {
		return []model.Key{e.key()}
	}
	return nil
}

func (p *Pane) noVolume() string {
	if _, ok := p.Current(); !ok {
		return pane.Nothing
	}
	return ""
}

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	return []keymap.Action{keymap.Mark, keymap.Plan, keymap.Details, keymap.Filter, keymap.QuickFilter, keymap.SortMenu, keymap.Help}
}
