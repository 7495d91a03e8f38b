package query

import (
	"testing"

	"jettison/model"
	"jettison/model/reference"
)

// registryOf agrees with the reference library.
func TestRegistryOf(t *testing.T) {
	for _, repo := range []string{
		"nginx", "acme/api", "localhost/a", "localhost:5000/a/b", "ghcr.io/team/app", "local/a/b", "registry:80/a", "UPPER/a", "docker.io/a/b",
	} {
		row := model.Row{Repo: repo, Ref: repo + ":1", Tag: "1"}
		if got, want := registryOf(&row), reference.Registry(row.Ref); got != want {
			t.Errorf("the registry of %s is %q, want %q", repo, got, want)
		}
	}
}

// Case does not count in the name of a host.
func TestRegistryInCapitals(t *testing.T) {
	row := model.Row{Repo: "ghcr.io/team/app", Ref: "ghcr.io/team/app:1", Tag: "1"}
	upper := model.Row{Repo: "GHCR.io/team/app", Ref: "GHCR.io/team/app:1", Tag: "1"}
	for _, text := range []struct {
		op     operator
		wanted string
	}{{opGlob, "GHCR.io"}, {opGlob, "ghcr.*"}, {opGlob, "GH*"}, {opEqual, "GHCR.IO"}, {opRegexp, "^GHCR"}, {opRegexp, "^g.*io$"}} {
		test, _ := newHostTest(text.op, text.wanted)
		for _, row := range []model.Row{row, upper} {
			if !test(registryOf(&row)) {
				t.Errorf("registry%v%s does not match %s", text.op, text.wanted, row.Ref)
			}
		}
		if test("docker.io") {
			t.Errorf("registry%v%s matches docker.io", text.op, text.wanted)
		}
	}
}
