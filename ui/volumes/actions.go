package volumes

import (
	"jettison/keymap"
	"jettison/model/words"
	"jettison/ui/pane"
)

// Actions are part of pane.Pane.
func (p *Pane) Actions() []pane.Action { return p.actions }

func (p *Pane) newActions() []pane.Action {
	return append(append(pane.Moves(p.list.Do), pane.Each(p.list.Do, keymap.SortReverse)...),
		pane.Action{Name: keymap.Details, Off: p.noVolume, Do: func() pane.Intent {
			v, _ := p.Current()
			return pane.ShowText{Title: "Volume " + v.Called(), Text: words.VolumeDetails(p.snapshot.Inventory, v, p.now)}
		}},
		pane.Action{Name: keymap.Copy, Off: p.noVolume, Do: func() pane.Intent {
			v, _ := p.Current()
			return pane.Copy{Text: v.Name}
		}})
}

func (p *Pane) noVolume() string {
	if _, ok := p.Current(); !ok {
		return pane.Nothing
	}
	return ""
}

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	return []keymap.Action{keymap.Details, keymap.Filter, keymap.QuickFilter, keymap.SortMenu, keymap.Copy, keymap.Help}
}
