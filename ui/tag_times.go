package ui

import (
	"slices"

	"jettison/model"
)

// tagTimesToCome is why nothing goes by tag times yet.
const tagTimesToCome = "when images were last tagged is still being read"

// readingTagTimes reports whether there are tag times that the engine is still asked for.
// One that it failed to tell is not known, and selects nothing.
func readingTagTimes(snapshot *model.Snapshot) bool {
	state := snapshot.Facts[model.FactTagTimes]
	if state.Status == model.StatusFailed {
		return false
	}
	return snapshot.Last != nil || slices.ContainsFunc(snapshot.Inventory.Images(), func(image *model.Image) bool { return !image.TagTimeRead })
}
