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
