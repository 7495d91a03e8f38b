package query_test

import (
	"slices"
	"strings"
	"testing"

	"jettison/model"
	"jettison/model/query"
)

// A digest reference is found by all that finds references. The row of a tag stands for
// the digests of its repository, not for those of others.
func TestDigestReferences(t *testing.T) {
	t.Parallel()
	digest := "reg.example/team/web@sha256:" + strings.Repeat("ab", 32)
	images := []*model.Image{
		{ID: imageID("a1"), Tags: []string{"scratchpad:1"}, Digests: []string{digest}},
		{ID: imageID("a2"), Tags: []string{"reg.example/team/api:1"}, Digests: []string{strings.Replace(digest, "web", "api", 1)}},
		{ID: imageID("a3")},
	}
	for text, want := range map[string][]string{
		"repo:*/team/web":               {digest},
		"registry:reg.example":          {"reg.example/team/api:1", digest},
		"ref:reg.example/team/web@*":    {digest},
		"ref:" + digest:                 {digest},
		"ref:reg.example/team/api@*":    {"reg.example/team/api:1"},
		"ref:*:1":                       {"reg.example/team/api:1", "scratchpad:1"},
		"repo:scratchpad":               {"scratchpad:1"},
		"team/web":                      {digest},
		"abab":                          nil, // digits of a digest are no name
		"web@sha256:abab":               {digest},
		"tag:<none>":                    {"", digest},
		"ref:<none>":                    {""},
		"dangling":                      {""},
		"repo:*/team/* or dangling":     {"", "reg.example/team/api:1", digest},
		"digest:reg.example/team/web@*": {digest, "scratchpad:1"},
	} {
		inv := model.NewInventory(model.Engine{Store: model.StoreContainerd}, now(), slices.Clone(images), nil, nil)
		matcher := parse(t, text).Compile(query.Env{Now: now(), Inventory: inv})
		var got []string
		for _, row := range inv.Rows() {
			if matcher.Match(&row) {
				got = append(got, row.Ref)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s matches\n%q, want\n%q", text, got, want)
		}
	}
}

// On graphdriver stores an image without a tag is dangling, as for the engine.
func TestDanglingIsTheEngines(t *testing.T) {
	t.Parallel()
	digest := "reg.example/team/web@sha256:" + strings.Repeat("ab", 32)
	for store, want := range map[model.Store]bool{model.StoreGraph: true, model.StoreContainerd: false, model.StorePodman: false} {
		inv := model.NewInventory(model.Engine{Store: store}, now(), []*model.Image{{ID: imageID("a1"), Digests: []string{digest}}}, nil, nil)
		matcher := parse(t, "dangling").Compile(query.Env{Now: now(), Inventory: inv})
		if got := matcher.Match(&inv.Rows()[0]); got != want {
			t.Errorf("store %v: %t, want %t", store, got, want)
		}
	}
}
