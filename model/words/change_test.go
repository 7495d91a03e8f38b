package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/policy"
	"jettison/model/trend"
	"jettison/model/words"
)

// Each kind of change has words of its own. Those of most kinds are told by the tests
// of Replan.
func TestChange(t *testing.T) {
	t.Parallel()
	said := map[string]model.ChangeKind{}
	for kind := model.ChangeOther; kind <= model.ChangeWaits; kind++ {
		text := words.Change(&model.Change{Kind: kind, Names: []string{"app:1"}})
		if other, twice := said[text]; twice || text == "" {
			t.Errorf("kinds %d and %d: %q", kind, other, text)
		}
		said[text] = kind
	}
	web := &model.Container{Name: "web"}
	for _, tt := range []struct {
		change model.Change
		want   string
	}{
		{model.Change{Kind: model.ChangePinned, Pin: model.Pin{Query: "app"}}, "pinned by app"},
		{model.Change{Kind: model.ChangeBlocked}, "it is blocked now"},
		{model.Change{Kind: model.ChangeBlocked, Blockers: []model.Blocker{
			{Kind: model.BlockerRunning, Things: []model.Thing{web}},
			{Kind: model.BlockerReference, Refs: []string{"app:2"}},
			{Kind: model.BlockerDescendant, Things: []model.Thing{&model.Image{Tags: []string{"app:3"}}}},
		}}, "used by the running web; parent of app:3 now"},
	} {
		if got := words.Change(&tt.change); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestKeptByPolicy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kept policy.Kept
		want string
	}{
		{policy.Kept{Reason: policy.ReasonKeep, By: "tag:v*\x1b"}, "kept by tag:v*"},
		{policy.Kept{Reason: policy.ReasonUndecided, By: "used>9d"}, "kept, since it can't be told whether it is used>9d"},
		{policy.Kept{Reason: policy.ReasonPinned, Pin: model.Pin{}}, "pinned by the label jettison.keep"},
		{policy.Kept{Reason: policy.ReasonNoGain}, "no space comes back for it: the image stays"},
		{policy.Kept{Reason: policy.ReasonBudget}, "the budget holds without it"},
		{policy.Kept{Reason: policy.ReasonBatch}, "for the next run: the batch is full"},
	} {
		if got := words.KeptByPolicy(&tt.kept); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestNotKnown(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for reason := trend.ReasonNone; reason <= trend.ReasonFar; reason++ {
		text := words.NotKnown(reason)
		if said[text] || (text == "") != (reason == trend.ReasonNone) {
			t.Errorf("reason %d: %q", reason, text)
		}
		said[text] = true
	}
}

func TestIrretrievable(t *testing.T) {
	t.Parallel()
	image := model.Op{Action: model.ActionRemove, Target: model.Target{Kind: model.KindImage}}
	for want, removed := range map[string]model.Removed{
		"a container can't be brought back: nothing kept what it had written": {
			Op: model.Op{Action: model.ActionRemove, Target: model.Target{Kind: model.KindContainer}},
		},
		"it was the only copy: it was not backed up, and it has no registry digest to pull it by": {Op: image},
		"its backup b was deleted or is damaged, and it has no registry digest to pull it by":     {Op: image, Backup: "b"},
		"it was not backed up and has no registry digest to pull it by; it may be built again from x at y": {
			Op: image, Source: "x at y",
		},
		"its backup b was deleted or is damaged, and it has no registry digest to pull it by; it may be built again from x": {
			Op: image, Source: "x", Backup: "b",
		},
	} {
		if got := words.Irretrievable(&removed); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
