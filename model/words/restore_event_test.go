package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestRestoreFailure(t *testing.T) {
	t.Parallel()
	for want, failure := range map[string]*model.RestoreFailure{
		"":                  nil,
		"It was cancelled.": {Kind: model.RestoreCanceled},
		"The backup is damaged: a file is short. It could not be pulled either.": {
			Problem: &model.Problem{Text: "the backup is damaged: a file is short"}, Pulled: true,
		},
		"It can't be pulled from docker.io: no. If it asks for a login: docker login docker.io": {
			Problem: &model.Problem{Reason: model.ReasonPull, Name: "docker.io", Text: "no"},
		},
	} {
		if got := words.RestoreFailure(failure); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	damaged := &model.RestoreFailure{Problem: &model.Problem{Text: "the backup is damaged"}}
	for want, all := range map[string][]model.Difference{
		"": nil,
		"it is another image now: aaaaaaaaaaaa, not bbbbbbbbbbbb; a:1 is missing": {
			{Kind: model.DifferentImage, Image: "sha256:aaaaaaaaaaaaaa", Was: "sha256:bbbbbbbbbbbbbb"}, {Kind: model.NameMissing, Name: "a:1"},
		},
		"a:1 is another image by now (aaaaaaaaaaaa), and was left there": {
			{Kind: model.NameTaken, Name: "a:1", Image: "sha256:aaaaaaaaaaaaaa"},
		},
		"platform linux/arm64 is missing; a manifest of it is missing: attestation": {
			{Kind: model.ManifestMissing, Manifest: model.Manifest{Kind: model.ManifestPlatform, Platform: "linux/arm64"}},
			{Kind: model.ManifestMissing, Manifest: model.Manifest{Kind: model.ManifestAttestation}},
		},
		"it is not known as a@sha256:01 any more": {{Kind: model.DigestMissing, Name: "a@sha256:01"}},
		"it was pulled, as its backup could not be loaded. The backup is damaged": {
			{Kind: model.PulledInstead, Failure: damaged},
		},
	} {
		if got := words.Differences(all); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
