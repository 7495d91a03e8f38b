package reference_test

import (
	"strings"
	"testing"

	distribution "github.com/distribution/reference"
	"pgregory.net/rapid"

	"jettison/model/reference"
)

// bySpec splits as the library does.
func bySpec(ref string) (repo, tag string) {
	named, err := distribution.ParseNormalizedNamed(ref)
	if err != nil {
		return ref, ""
	}
	repo = distribution.FamiliarName(named)
	switch r := named.(type) {
	case distribution.Tagged:
		return repo, r.Tag()
	case distribution.Digested:
		return repo, r.Digest().String()
	}
	return repo, ""
}

func TestSplit(t *testing.T) {
	digest := "sha256:" + strings.Repeat("ab", 32)
	for ref, want := range map[string][2]string{
		"nginx:1.25":                    {"nginx", "1.25"},
		"nginx":                         {"nginx", ""},
		"localhost:5000/app:1":          {"localhost:5000/app", "1"},
		"localhost:5000/app":            {"localhost:5000/app", ""},
		"library/nginx:1":               {"nginx", "1"},
		"docker.io/library/nginx:1":     {"nginx", "1"},
		"docker.io/acme/api:v1":         {"acme/api", "v1"},
		"ghcr.io/acme/api:V1.2_x-y":     {"ghcr.io/acme/api", "V1.2_x-y"},
		"my_host.example/app:1":         {"my_host.example/app", "1"},
		"app@" + digest:                 {"app", digest},
		"UPPER:1":                       {"UPPER:1", ""},
		"a..b:1":                        {"a..b:1", ""},
		"a__b:1":                        {"a__b", "1"},
		"app:":                          {"app:", ""},
		strings.Repeat("ab", 32):        {strings.Repeat("ab", 32), ""},
		strings.Repeat("ab", 32) + ":1": {strings.Repeat("ab", 32), "1"},
		"":                              {"", ""},
	} {
		if repo, tag := reference.Split(ref); repo != want[0] || tag != want[1] {
			t.Errorf("%q is %q and %q, want %q and %q", ref, repo, tag, want[0], want[1])
		}
	}
}

// The short way of splitting is the library's, whatever the reference.
func TestSplitAgreesWithTheLibrary(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"a", "b1", "app", "9", "A", ".", "-", "_", "__", "--", "/", ":", "5000", "localhost", "docker.io", "index.docker.io",
		"library", "io", "@", "sha256:", strings.Repeat("0a", 32), "é", " ", "x-y", "1.2",
	})
	rapid.Check(t, func(t *rapid.T) {
		ref := strings.Join(rapid.SliceOfN(piece, 0, 9).Draw(t, "pieces"), "")
		repo, tag := reference.Split(ref)
		if wantRepo, wantTag := bySpec(ref); repo != wantRepo || tag != wantTag {
			t.Fatalf("%q is %q and %q, by the library %q and %q", ref, repo, tag, wantRepo, wantTag)
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		reference.Split("registry.example:5000/acme/services/api:1.25.3-alpine")
	}
}
