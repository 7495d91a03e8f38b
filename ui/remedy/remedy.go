// Package remedy maps actions to remedies, for the plan and for the removal, which offers
// them again.
package remedy

import (
	"jettison/keymap"
	"jettison/model"
)

// All returns the remedies, the gentlest first.
func All() []model.Remedy {
	return []model.Remedy{
		model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyMarkDescendants, model.RemedyUntag,
		model.RemedyForce, model.RemedyMarkReferences, model.RemedySkip,
	}
}

// Action returns the action that chooses a remedy.
func Action(remedy model.Remedy) keymap.Action {
	switch remedy {
	case model.RemedyRemoveStopped:
		return keymap.RemoveStopped
	case model.RemedyStopRemove:
		return keymap.StopRemove
	case model.RemedyMarkDescendants:
		return keymap.MarkDescendants
	case model.RemedyWithoutBackup:
		return keymap.WithoutBackup
	case model.RemedyMarkReferences:
		return keymap.MarkReferences
	case model.RemedyUntag:
		return keymap.UntagOnly
	case model.RemedyForce:
		return keymap.Force
	case model.RemedySkip:
		return keymap.Skip
	case model.RemedyNone:
	}
	return ""
}
