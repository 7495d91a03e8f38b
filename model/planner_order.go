package model

import "slices"

// notePrunes tells every deletion which untagged parents may go with it:
// whichever child is last takes them along.
func (p *planner) notePrunes() {
	for id, index := range p.stepOf {
		step := &p.plan.Steps[index]
		for parent, ok := p.inv.Image(p.inv.byID[id].Parent); ok && p.pruned[parent.ID]; parent, ok = p.inv.Image(parent.Parent) {
			step.Prunes = append(step.Prunes, parent)
		}
	}
}

// noteOrder tells each step which ones must be done before it.
func (p *planner) noteOrder() {
	for i := range p.plan.Steps {
		step := &p.plan.Steps[i]
		if !step.Ready || step.Removes(KindContainer) {
			continue
		}
		// A last tag may not go before the containers that hold it either.
		if !step.Force && len(step.Keeps) == 0 {
			for _, c := range p.inv.Users(step.Image().ID) {
				if index, ok := p.removal[c.ID]; ok {
					step.After = append(step.After, index)
				}
			}
		}
		if step.Removes(KindImage) {
			step.After = append(step.After, p.childSteps(step.Image())...)
		}
		slices.Sort(step.After)
		step.After = slices.Compact(step.After)
	}
}

// childSteps are the steps that delete the nearest descendants of an image by
// the engine's parent links, beyond those that no step deletes: stores that let
// a parent go first keep its record for the sake of what stands on it.
func (p *planner) childSteps(image *Image) []int {
	var found []int
	for _, child := range p.inv.Children(image.ID) {
		if index, ok := p.stepOf[child.ID]; ok {
			found = append(found, index)
		} else {
			found = append(found, p.childSteps(child)...)
		}
	}
	return found
}
