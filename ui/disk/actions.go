package disk

import (
	"jettison/keymap"
	"jettison/ui/pane"
)

// Actions returns the actions of the list, or of the treemap when it is shown.
func (p *Pane) Actions() []pane.Action {
	if p.Treemap() {
		return p.ofTreemap
	}
	return p.ofList
}

func (p *Pane) listActions() []pane.Action {
	do := func(action keymap.Action) bool { return p.section().Do(action) }
	return append(append(pane.Moves(do), pane.Each(do, keymap.SortReverse)...),
		pane.Own(keymap.ViewMode, p.showTreemap),
		pane.Own(keymap.Left, func() { p.show((p.at + categoryCount - 1) % categoryCount) }),
		pane.Own(keymap.Right, func() { p.show((p.at + 1) % categoryCount) }),
		pane.Action{Name: keymap.Details, Off: p.noImage, Do: p.showImage},
		pane.Action{Name: keymap.Copy, Off: p.noName, Do: p.copyName})
}

func (p *Pane) treemapActions() []pane.Action {
	return append(append(pane.Moves(p.blocks.do), pane.Each(p.blocks.do, keymap.Left, keymap.Right)...),
		pane.Own(keymap.ViewMode, p.showTreemap),
		pane.Action{Name: keymap.Mark, Do: func() pane.Intent {
			if !p.marks.Toggle(p.CurrentKeys()) {
				return pane.Say{Text: onlyImages}
			}
			return nil
		}},
		pane.Action{Name: keymap.ClearMarks, Do: func() pane.Intent { return pane.ClearMarks{} }},
		pane.Action{Name: keymap.Plan, Do: p.plan},
		pane.Action{Name: keymap.Details, Do: func() pane.Intent {
			if p.ZoomIn() {
				return nil
			}
			return p.showImage()
		}},
		pane.Action{Name: keymap.Copy, Off: p.noName, Do: p.copyName})
}

// onlyImages is the answer to marking or planning a block of shared bytes.
const onlyImages = "Only images can be marked: shared bytes go with the last image that has them."

// plan plans the removal of the marks, or of the block.
func (p *Pane) plan() pane.Intent {
	keys := p.CurrentKeys()
	if p.marks.Len() > 0 {
		keys = p.marks.Keys()
	}
	if len(keys) == 0 {
		return pane.Say{Text: onlyImages}
	}
	return pane.OpenPlan{Keys: keys}
}

func (p *Pane) noImage() string {
	if _, ok := p.CurrentImage(); !ok {
		return "The cursor is on no image and on no container."
	}
	return ""
}

func (p *Pane) showImage() pane.Intent {
	if id, ok := p.CurrentImage(); ok {
		return pane.ShowImage{ID: id}
	}
	return nil
}

func (p *Pane) noName() string {
	if p.CopyText() == "" {
		return pane.Nothing
	}
	return ""
}

func (p *Pane) copyName() pane.Intent { return pane.Copy{Text: p.CopyText()} }
