package model

// Resolve finds out how an operation ended whose end nobody wrote down: by what is
// there now. The state is StepGone when what it was to take away is not there,
// StepPartly when only names are gone, StepCanceled when nothing is, and StepUnknown
// when this version can't tell. untagged are the names that are gone.
func (inv *Inventory) Resolve(r Removed) (state StepState, untagged []string) {
	return r.Target.Kind.of().resolve(inv, &r)
}
