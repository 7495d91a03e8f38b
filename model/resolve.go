package model

// Resolve finds out how a step ended whose end nobody wrote down: by what is there
// now. The state is StepGone when what it was to take away is not there, StepPartly
// when only names are gone, and StepCanceled when nothing is. untagged are the names
// that are gone.
func (inv *Inventory) Resolve(r Removed, container ContainerID) (state StepState, untagged []string) {
	if r.Kind == StepRemoveContainer {
		for _, c := range inv.Containers() {
			if c.ID == container {
				return StepCanceled, nil
			}
		}
		return StepGone, nil
	}
	for _, ref := range r.Refs {
		if owner, there := inv.ByRef(ref); !there || owner.ID != r.Image {
			untagged = append(untagged, ref)
		}
	}
	_, there := inv.Image(r.Image)
	switch {
	case r.Kind == StepDelete && !there, r.Kind == StepUntag && len(untagged) == len(r.Refs):
		return StepGone, untagged
	case len(untagged) > 0:
		return StepPartly, untagged
	}
	return StepCanceled, nil
}
