package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
)

// taggingBench is a bench that caches layers, with a policy by tag times.
func taggingBench(t *testing.T, o sim.Options) *harness {
	t.Helper()
	w := modeltest.New(1, noon())
	build := func(tagged time.Duration, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			Add: []modeltest.Instruction{modeltest.Run(strings.Join(tags, " "), 10e6)}, Tags: tags,
			Created: noon().Add(-60 * day), Tagged: noon().Add(-tagged),
		})
	}
	build(50*day, "app:old")
	build(40*day, "app:moved")
	build(30*day, "app:pulled").LastTagged = time.Time{}
	b := newHarness(t, w, o)
	b.call.layers = func(engine model.Engine) inventory.LayerCache {
		driver, id, _ := engine.LayerScope()
		return store.OpenLayers(b.call.env("HOME"), driver, id)
	}
	path := filepath.Join(b.call.env("HOME"), "jettison", "config.toml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	const config = `
[policy.keep]
remove = "repo:app"
keep = "tagged<10s"
[policy.remove]
remove = "tagged>7d"
`
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

// What was tagged a second ago is kept, whatever an earlier run cached. What has no tag time
// is kept too, and neither goes silently.
func TestTagTimesAreThoseOfNow(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]sim.Options{"overlay2": {}, "containerd": {Store: model.StoreContainerd}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := taggingBench(t, o)
			b.succeeds("ls", "--json")
			b.succeeds("policy", "run", "keep", "--dry-run")
			if err := b.engine.Tag("app:moved", "app:again"); err != nil {
				t.Fatal(err)
			}
			r := b.run("policy", "run", "keep", "--dry-run")
			for _, line := range []string{
				"app:moved", "kept by tagged<10s",
				"app:pulled", "kept: its tag time is not known, so it can't be told whether it is tagged<10s",
			} {
				if !strings.Contains(r.out, line) {
					t.Errorf("no %q in\n%s", line, r.out)
				}
			}
			if !strings.Contains(r.out, "It deletes 1 image ") {
				t.Errorf("the plan is\n%s", r.out)
			}
			const note = "1 image has no tag time: tagged>7d matches none of them"
			for _, args := range [][]string{{"ls", "tagged>7d"}, {"rm", "--dry-run", "tagged>7d"}, {"policy", "run", "remove", "--dry-run"}} {
				r := b.run(args...)
				if !strings.Contains(r.errs, note) || !strings.Contains(r.out, "old") || strings.Contains(r.out, "pulled") {
					t.Errorf("%q prints\n%sand notes\n%s", args, r.out, r.errs)
				}
			}
			if r := b.run("policy", "check"); !strings.Contains(r.errs, "policy remove: tagged>7d matches no image that never got a tag on its host") ||
				strings.Contains(r.errs, "policy keep") {
				t.Errorf("check notes\n%s", r.errs)
			}
			if r := b.run("ls", "repo:app tagged>7d tag:old"); strings.Contains(r.errs, "tag time") {
				t.Errorf("a note about images that don't match anyway:\n%s", r.errs)
			}
		})
	}
}
