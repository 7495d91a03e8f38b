package model

// Resolve finds out how a step ended whose end nobody wrote down: by what is there
// now. The state is StepGone when what it was to take away is not there, StepPartly
// when only names are gone, and StepCanceled when nothing is. untagged are the names
// that are gone.
func (inv *Inventory) Resolve(r Removed) (state StepState, untagged []string) {
	if r.Removes(KindContainer) {
		for _, c := range inv.Containers() {
			if c.ID == r.Container() {
				return StepCanceled, nil
			}
		}
		return StepGone, nil
	}
	for _, ref := range r.Refs {
		if owner, there := inv.ByRef(ref); !there || owner.ID != r.Image() {
			untagged = append(untagged, ref)
		}
	}
	_, there := inv.Image(r.Image())
	switch {
	case r.Removes(KindImage) && !there, r.Action == ActionUntag && len(untagged) == len(r.Refs):
		return StepGone, untagged
	case len(untagged) > 0:
		return StepPartly, untagged
	}
	return StepCanceled, nil
}
