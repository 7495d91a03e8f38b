package model_test

import (
	"slices"
	"strings"
	"testing"

	"jettison/model"
)

// pulledAt is an image that was pulled by digest from a repository, has a tag in another
// one, and is known by a digest there as engines derive it.
func pulledAt(tags ...string) *model.Image {
	return &model.Image{ID: "sha256:aa", Tags: tags, Digests: []string{webDigest}, Size: 1000, SharedSize: model.Unknown}
}

var webDigest = "reg.example/team/web@sha256:" + strings.Repeat("ab", 32)

// A digest keeps an image unless a tag of its repository takes it along; Podman tells
// itself which digests are names.
func TestDigestRefs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		image *model.Image
		want  []string
	}{
		{"digest only", pulledAt(), []string{webDigest}},
		{"tag elsewhere", pulledAt("scratchpad:1"), []string{"scratchpad:1", webDigest}},
		{"tag in its repository", pulledAt("reg.example/team/web:1"), []string{"reg.example/team/web:1"}},
		{"tag of a repository below", pulledAt("reg.example/team/web/api:1"), []string{"reg.example/team/web/api:1", webDigest}},
		{"no name on Podman", &model.Image{Digests: []string{webDigest}, DigestNames: []string{}}, nil},
		{
			"tag and digest on Podman",
			&model.Image{Tags: []string{"reg.example/team/web:1"}, Digests: []string{webDigest}, DigestNames: []string{webDigest}},
			[]string{"reg.example/team/web:1", webDigest},
		},
	} {
		if got := test.image.Refs(); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if name := pulledAt().Name(); name != "reg.example/team/web@abababababab" {
		t.Errorf("it is called %q", name)
	}
}

// An image that a digest reference keeps loses its tag only, and goes with the last of both.
func TestDigestReferencesKeepAnImage(t *testing.T) {
	t.Parallel()
	for _, store := range []model.Store{model.StoreGraph, model.StoreContainerd, model.StorePodman} {
		inv := model.NewInventory(model.Engine{Store: store}, now, []*model.Image{pulledAt("scratchpad:1")}, nil, nil)
		tag, digest := model.ImageKey("sha256:aa", "scratchpad:1"), model.ImageKey("sha256:aa", webDigest)
		if rows := inv.Rows(); len(rows) != 2 || rows[0].Key() != digest || rows[0].Tag != model.None || rows[0].Label() != "@abababababab" {
			t.Errorf("the rows are %+v", rows)
		}
		for _, key := range []model.Key{tag, digest} {
			plan := model.NewPlan(inv, []model.Key{key}, nil)
			if plan.Images != 0 || plan.Untags != 1 || len(plan.Steps[0].Keeps) != 1 {
				t.Errorf("%s is planned as %+v", key.Ref, plan.Steps)
			}
			planned := plan.Record()
			if _, changed := model.Replan(inv, planned); len(changed) > 0 {
				t.Errorf("%s changed: %+v", key.Ref, changed)
			}
		}
		whole := model.NewPlan(inv, []model.Key{tag, digest}, nil)
		if whole.Images != 1 || !slices.Equal(whole.Steps[0].Refs, []string{"scratchpad:1", webDigest}) {
			t.Errorf("the whole image is planned as %+v", whole.Steps)
		}
		marks := model.NewMarks(inv)
		if marks.Set(tag, true); marks.Whole() != 0 {
			t.Errorf("a tag marks the whole image")
		}
	}
}

// A digest that was pulled since keeps the image, so that it is not what was planned.
func TestReplanSeesDigests(t *testing.T) {
	t.Parallel()
	before := model.NewInventory(model.Engine{}, now, []*model.Image{{ID: "sha256:aa", Tags: []string{"scratchpad:1"}, Size: 1}}, nil, nil)
	planned := model.NewPlan(before, []model.Key{model.ImageKey("sha256:aa", "scratchpad:1")}, nil).Record()
	after := model.NewInventory(model.Engine{}, now, []*model.Image{pulledAt("scratchpad:1")}, nil, nil)
	if _, changed := model.Replan(after, planned); len(changed) != 1 || changed[0].Kind != model.ChangePulled {
		t.Errorf("it says %+v", changed)
	}
}

// Engines mean different images by dangling.
func TestDangling(t *testing.T) {
	t.Parallel()
	for store, want := range map[model.Store]bool{model.StoreGraph: true, model.StoreContainerd: false, model.StorePodman: false} {
		inv := model.NewInventory(model.Engine{Store: store}, now, []*model.Image{pulledAt(), {ID: "sha256:bb"}}, nil, nil)
		images := inv.Images()
		if got := inv.Dangling(images[0]); got != want || !inv.Dangling(images[1]) {
			t.Errorf("store %v: %t, want %t; without references %t", store, got, want, inv.Dangling(images[1]))
		}
	}
}

// The digest reference comes back by a pull, as no tag can be given for it.
func TestRestoreOfDigestReference(t *testing.T) {
	t.Parallel()
	image := pulledAt("scratchpad:1")
	image.Digests = nil
	inv := model.NewInventory(model.Engine{Store: model.StoreGraph}, now, []*model.Image{image}, nil, nil)
	plan := model.PlanRestore(inv, []model.Removed{{
		Op: model.Op{Action: model.ActionUntag, Target: image.Target()}, Refs: []string{webDigest}, Digests: []string{webDigest},
	}}, nil)
	if len(plan.Steps) != 1 || plan.Steps[0].Way != model.RestorePull || len(plan.Steps[0].Names) > 0 {
		t.Errorf("it is planned as %+v", plan.Steps)
	}
}
