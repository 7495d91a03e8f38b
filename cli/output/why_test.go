package output

import (
	"io"
	"slices"
	"strings"
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

// What is promised is what the advised flags do: no image goes with them that does not
// block, as in the containerd store, where parents go before what is built on them.
func TestWhyAdvisesTheFlagsItCounts(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		inv    *model.Inventory
		flags  string
		images int
	}{
		"graphdriver":      {shop(), "--remove-stopped --with-descendants", 2},
		"containerd store": {on(shop(), model.StoreContainerd), "--remove-stopped", 1},
	} {
		base := tagged(t, tt.inv, "legacy:base")
		stopped := &model.Container{ID: "c0", Name: "old", Image: base.ID, State: model.StateExited}
		why := NewWhy(tt.inv.WithContainers(append(slices.Clone(tt.inv.Containers()), stopped)), base, "legacy:base", noon())
		if got := strings.Join(why.flags, " "); got != tt.flags || why.advised == nil || why.advised.Images != tt.images {
			t.Errorf("%s: advises %q\n%s", name, got, written(t, why.WriteText))
		}
	}
}

// A blocker that no flag solves is said, and nothing is promised.
func TestWhyWithoutAdvice(t *testing.T) {
	t.Parallel()
	inv := shop()
	base := tagged(t, inv, "legacy:base")
	pins := model.Pins{model.ImageKey(tagged(t, inv, "legacy:app").ID, "legacy:app"): {Query: "ref:legacy:app"}}
	got := written(t, NewWhy(inv.WithPins(pins), base, "legacy:base", noon()).WriteText)
	if !strings.Contains(got, "No flag of 'jettison rm' lets it go.") || strings.Contains(got, "frees") {
		t.Errorf("it says\n%s", got)
	}
}
