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
	}{
		{"pulled", model.StoreGraph, digests, source, model.VerdictPull},
		{"named, on a store that gives every name a digest", model.StoreContainerd, digests, nil, model.VerdictAskRegistry},
		{"named, on Podman", model.StorePodman, digests, source, model.VerdictAskRegistry},
		{"built here", model.StoreGraph, nil, source, model.VerdictRebuild},
		{"without a trace", model.StoreContainerd, nil, map[string]string{"org.opencontainers.image.revision": "1"}, model.VerdictOnlyCopy},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			image := img("app", "", "app:1")
			image.Digests, image.Labels = tt.digests, tt.labels
			inv := inventory(tt.store, []*model.Image{image})
			if got := inv.Verdict(image); got != tt.want {
				t.Errorf("verdict %d, want %d", got, tt.want)
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
	for revision, want := range map[string]string{"v1.2-and-more-than-that": "v1.2-and-more-than-that", strings.Repeat("3f", 20): "3f3f3f3f3f3f"} {
		if got := (model.Source{URL: "x", Revision: revision}).ShortRevision(); got != want {
			t.Errorf("of revision %s: %s", revision, got)
		}
	}
}
