package model

// notePrunes tells every deletion which untagged parents may go with it:
// whichever child is last takes them along.
func (p *imagePlanner) notePrunes() {
	for i := range p.result.Steps {
		step := &p.result.Steps[i]
		if !step.Ready || !step.Removes(KindImage) {
			continue
		}
		for parent, ok := p.inv.Image(step.Image().Parent); ok && p.pruned[parent.ID]; parent, ok = p.inv.Image(parent.Parent) {
			step.Prunes = append(step.Prunes, parent)
		}
	}
}

// after are the containers and the children that hold an image down.
func (p *imagePlanner) after(step *Step) []int {
	var found []int
	image := step.Image()
	waitFor := func(image *Image) {
		for _, c := range p.inv.Users(image.ID) {
			if index, ok := p.removes(c.Target()); ok {
				found = append(found, index)
			}
		}
	}
	// A last tag may not go before the containers that hold it either.
	if !step.Force && len(step.Keeps) == 0 {
		waitFor(image)
	}
	for _, parent := range step.Prunes {
		waitFor(parent)
	}
	if step.Action == ActionRemove {
		found = append(found, p.childSteps(image)...)
	}
	return found
}

// childSteps are the steps that delete the nearest descendants of an image by
// the engine's parent links, beyond those that no step deletes: stores that let
// a parent go first keep its record for the sake of what stands on it.
func (p *imagePlanner) childSteps(image *Image) []int {
	var found []int
	for _, child := range p.inv.Children(image.ID) {
		if index, ok := p.removes(child.Target()); ok {
			found = append(found, index)
		} else {
			found = append(found, p.childSteps(child)...)
		}
	}
	return found
}
