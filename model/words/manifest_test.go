package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestManifest(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]model.Manifest{
		"linux/amd64: 308 kB, unpacked 307 kB": {Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true, Content: 308e3, Unpacked: 307e3},
		"linux/arm64/v8: 502 kB":               {Kind: model.ManifestPlatform, Platform: "linux/arm64/v8", Available: true, Content: 502e3},
		"linux/s390x: missing":                 {Kind: model.ManifestPlatform, Platform: "linux/s390x"},
		"linux/386: incomplete, 400 B":         {Kind: model.ManifestPlatform, Platform: "linux/386", Content: 400},
		"linux/ppc64le: incomplete":            {Kind: model.ManifestPlatform, Platform: "linux/ppc64le", Content: model.Unknown},
		"attestation: 90 B":                    {Kind: model.ManifestAttestation, Available: true, Content: 90},
		"unknown: 40 B":                        {Available: true, Content: 40},
	} {
		if got := words.ManifestName(&m) + ": " + words.ManifestBytes(&m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPlatforms(t *testing.T) {
	t.Parallel()
	amd := model.Manifest{Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true}
	arm, attestation := model.Manifest{Kind: model.ManifestPlatform, Platform: "linux/arm64"}, model.Manifest{Kind: model.ManifestAttestation}
	here := arm
	here.Available = true
	for _, tt := range []struct {
		manifests []model.Manifest
		want      string
	}{
		{nil, ""},
		{[]model.Manifest{amd, attestation}, ""},
		{[]model.Manifest{amd, here}, "linux/amd64, linux/arm64"},
		{[]model.Manifest{amd, arm}, "linux/amd64; not in the store: linux/arm64"},
		{[]model.Manifest{arm, {Kind: model.ManifestPlatform, Platform: "linux/386"}}, "linux/arm64, linux/386; none of them is in the store"},
	} {
		if got := words.Platforms(&model.Image{Manifests: tt.manifests}); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.manifests, got, tt.want)
		}
	}
}
