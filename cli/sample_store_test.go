package cli

import (
	"testing"

	"jettison/model"
	"jettison/store"
)

// What a removal freed at most is not known if the size of one of its images is not.
func TestRemovalOfUnknownSize(t *testing.T) {
	t.Parallel()
	step := func(size int64) store.RemovedStep {
		line := store.JournalLine{Action: "delete"}
		line.SetBytes(size)
		return store.RemovedStep{Intent: line, Outcome: &store.JournalLine{State: "done"}}
	}
	for want, steps := range map[int64][]store.RemovedStep{
		7: {step(3), step(0), step(4)}, model.Unknown: {step(3), step(model.Unknown), step(4)}, 0: nil,
	} {
		if got := removalOf(&store.Removal{Steps: steps}); got.AtMost != want || got.Images != len(steps) {
			t.Errorf("%d images, at most %d bytes, want %d", got.Images, got.AtMost, want)
		}
	}
}
