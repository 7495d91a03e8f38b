package cleanup

import (
	"testing"

	"jettison/model"
	"jettison/store"
)

// When the program is killed while it removes a platform, the next start finds out how that ended.
func TestAKilledPlatformRemovalIsResolved(t *testing.T) {
	t.Parallel()
	host := model.Manifest{Digest: "sha256:a1", Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true, Content: 7}
	other := model.Manifest{Digest: "sha256:a2", Kind: model.ManifestPlatform, Platform: "linux/arm64", Available: true, Content: 5}
	image := func(platforms ...model.Manifest) *model.Image {
		return &model.Image{ID: "sha256:aa", Tags: []string{"app:1"}, Size: 7, Manifests: platforms}
	}
	gone := other
	gone.Available, gone.Content = false, 0
	for name, c := range map[string]struct {
		has  []*model.Image // what the engine has at the next start
		want model.StepState
	}{
		"it was gone by then":       {[]*model.Image{image(host, gone)}, model.StepGone},
		"it was still there":        {[]*model.Image{image(host, other)}, model.StepCanceled},
		"the image went afterwards": {[]*model.Image{}, model.StepGone},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			plan := &model.Plan{
				Engine: model.Engine{Name: "test", ID: "1", Store: model.StoreContainerd}, Taken: noon(), Platforms: 1,
				Steps: []model.Step{{Action: model.ActionRemovePlatform, Thing: image(host, other), Platform: &other, Ready: true}},
			}
			killed := serviceIn(folder, &fakeEngine{updates: []model.JobUpdate{{Events: []model.StepEvent{{State: model.StepRunning}}}}}).
				Remove(t.Context(), plan, Options{Rule: "rm app:1"})
			if _, err := killed.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := killed.lock.Release(noon()); err != nil { // as the system does when a program is killed
				t.Fatal(err)
			}
			s := serviceIn(folder, &fakeEngine{has: c.has})
			for _, want := range []int{1, 0} { // once
				if steps, err := s.Resolve(t.Context(), plan.Engine); steps != want || err != nil {
					t.Errorf("resolved %d steps, %v, want %d", steps, err, want)
				}
			}
			removals, err := s.Journal.Removals(func(bad store.BadLine) { t.Error(bad) })
			if err != nil || len(removals) != 1 || len(removals[0].Steps) != 1 {
				t.Fatalf("the journal has %+v, %v", removals, err)
			}
			outcome := removals[0].Steps[0].Outcome
			if !outcome.In(c.want) || !outcome.Resolved || len(outcome.Deleted)+len(outcome.Untagged) > 0 {
				t.Errorf("it ended as %+v", outcome)
			}
			if took := len(Removed(&removals[0])) > 0; took != (c.want == model.StepGone) {
				t.Errorf("it can be restored: %t", took)
			}
		})
	}
}
