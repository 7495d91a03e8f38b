package contract_test

import (
	"slices"
	"testing"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/model"
)

// TestDigestReferencesKeepImages removes the tags of images that were pulled by digest from
// another repository: the images stay. Then it removes all that is left by its references.
func TestDigestReferencesKeepImages(t *testing.T) {
	t.Parallel()
	docker := slices.DeleteFunc(enginetest.Flavors(), func(f enginetest.Flavor) bool { return f.Store() == model.StorePodman })
	engines.On(t, docker, digestWorld(enginetest.Registry(t)), func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		remove := func(text string, images, untags, left int) {
			t.Helper()
			inv := loaded(t, c)
			plan := model.NewPlan(inv, matchedKeys(t, inv, text), nil)
			if plan.Images != images || plan.Untags != untags {
				t.Errorf("%s: %d images and %d references are to go, want %d and %d: %+v", text, plan.Images, plan.Untags, images, untags, plan.Steps)
			}
			final := outcomes(t, c, plan)
			for i := range plan.Steps {
				if plan.Steps[i].Ready && final[i].State != model.StepDone {
					t.Errorf("%s: %v is %v: %+v", text, plan.Steps[i].Refs, final[i].State, final[i].Refusal)
				}
			}
			if got := len(listReferences(t, e)); got != left {
				t.Errorf("%s leaves %d images, want %d", text, got, left)
			}
		}
		remove("repo:*/scratchpad or repo:*/own", 0, 2, 7)
		remove("repo:*/api or repo:*/second", 0, 2, 7)
		remove("unused", 6, 0, 1)
	})
}
