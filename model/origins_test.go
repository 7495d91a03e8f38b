package model_test

import (
	"testing"

	"jettison/model"
)

// An image that the engine pulled from a repository, or pushed there, can be pulled again from
// it. In the containerd store a digest alone does not say that.
func TestVerdictOfOrigins(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		digest  string
		origins []string
		want    model.Verdict
	}{
		"nobody tells":         {"acme/api@sha256:aa", nil, model.VerdictAskRegistry},
		"the same":             {"acme/api@sha256:aa", []string{"acme/api"}, model.VerdictPull},
		"with a port":          {"127.0.0.1:5000/acme/api@sha256:aa", []string{"127.0.0.1/acme/api"}, model.VerdictPull},
		"another repository":   {"mine/api@sha256:aa", []string{"acme/api"}, model.VerdictAskRegistry},
		"another registry":     {"ghcr.io/acme/api@sha256:aa", []string{"acme/api"}, model.VerdictAskRegistry},
		"an official image":    {"nginx@sha256:aa", []string{"nginx"}, model.VerdictPull},
		"without a digest now": {"", []string{"acme/api"}, model.VerdictOnlyCopy},
	} {
		image := &model.Image{ID: "sha256:aa", Tags: []string{"api:1"}, Origins: tt.origins}
		if tt.digest != "" {
			image.Digests = []string{tt.digest}
		}
		inv := model.NewInventory(model.Engine{Store: model.StoreContainerd}, now, []*model.Image{image}, nil, nil)
		if got := inv.Verdict(image); got != tt.want {
			t.Errorf("%s: verdict %d, want %d", name, got, tt.want)
		}
		if tt.digest == "" {
			continue
		}
		if asked := inv.WithRegistryAnswers(model.RegistryAnswers{tt.digest: false}); asked.Verdict(image) == model.VerdictPull {
			t.Errorf("%s: it can be pulled although the registry has it no more", name)
		}
	}
}
