package output

import (
	"io"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
)

func TestWhy(t *testing.T) {
	t.Parallel()
	exact := shop()
	for name, tt := range map[string]struct {
		inv   *model.Inventory
		image string // a tag of it
		ref   string // that is asked about
	}{
		"free":              {exact, "acme/worker:old", "acme/worker:old"},
		"stopped container": {exact, "acme/api:1.0", "acme/api:1.0"},
		"running container": {exact, "acme/api:1.2", "acme/api:dev"},
		"descendants":       {exact, "legacy:base", "legacy:base"},
		"pinned":            {exact, "alpine:latest", "alpine:latest"},
		"by ID":             {exact, "acme/site:9", ""},
		"platforms":         {ported(on(exact, model.StoreContainerd), "acme/site:9"), "acme/site:9", "acme/site:9"},
		"podman":            {onPodman(exact, "4.3.1"), "acme/api:1.2", ""},
		"new podman":        {onPodman(exact, "5.8.6"), "acme/api:1.2", ""},
	} {
		why := NewWhy(tt.inv, tagged(t, tt.inv, tt.image), tt.ref, noon())
		t.Run(name+" text", func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, why.WriteText))
		})
		t.Run(name+" document", func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, why.WriteJSON))
		})
	}
	for _, image := range exact.Images() {
		if exact.Hidden(image) {
			t.Run("hidden parent", func(t *testing.T) {
				t.Parallel()
				why := NewWhy(exact, image, "", noon())
				golden.RequireEqual(t, written(t, why.WriteText)+written(t, func(w io.Writer) error { return why.WriteJSON(w) }))
			})
		}
	}
}
