package model_test

import (
	"strings"
	"testing"

	"jettison/model"
)

func TestVerdict(t *testing.T) {
	t.Parallel()
	digests := []string{"app@sha256:" + strings.Repeat("1", 64)}
	source := map[string]string{
		"org.opencontainers.image.source": " https://example.com/\x1bapi ", "org.label-schema.vcs-ref": strings.Repeat("3f", 20),
	}
	for _, tt := range []struct {
		name    string
		store   model.Store
		digests []string
		labels  map[string]string
		want    model.Verdict
		words   string
	}{
		{"pulled", model.StoreGraph, digests, source, model.VerdictPull, "can be pulled again by digest, as long as the registry keeps it"},
		{"named, on a store that gives every name a digest", model.StoreContainerd, digests, nil, model.VerdictAskRegistry, "can be pulled again if it was ever pushed, which this store does not tell"},
		{"named, on Podman", model.StorePodman, digests, source, model.VerdictAskRegistry, "can be pulled again if it was ever pushed, which this store does not tell"},
		{"built here", model.StoreGraph, nil, source, model.VerdictRebuild, "no registry digest; can be built again from https://example.com/api at 3f3f3f3f3f3f"},
		{"without a trace", model.StoreContainerd, nil, map[string]string{"org.opencontainers.image.revision": "1"}, model.VerdictOnlyCopy, "the only copy: no registry digest to pull it by"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			image := img("app", "", "app:1")
			image.Digests, image.Labels = tt.digests, tt.labels
			inv := inventory(tt.store, []*model.Image{image})
			if got, words := inv.Verdict(image), inv.VerdictWords(image); got != tt.want || words != tt.words {
				t.Errorf("%s: %q, want %s: %q", got.Word(), words, tt.want.Word(), tt.words)
			}
			plan := model.NewPlan(inv, []model.Key{key("app", "app:1")}, nil)
			only := 0
			if tt.want == model.VerdictOnlyCopy {
				only = 1
			}
			if plan.OnlyCopies != only || plan.Steps[0].Verdict != tt.want {
				t.Errorf("the plan counts %d only copies", plan.OnlyCopies)
			}
		})
	}
	if got := (model.Source{URL: "x", Revision: "v1.2-and-more-than-that"}).Words(); got != "x at v1.2-and-more-than-that" {
		t.Error(got)
	}
}
