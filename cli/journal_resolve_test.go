package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
)

// The next command resolves the steps of a killed program, unless that program may still run.
func TestOpenStepsAreResolved(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	journal := store.OpenJournal(filepath.Join(folder, "journal"))
	e, inv, err := loadEngine(t.Context(), &b.call, &flags{}, wants{containers: true})
	if err != nil {
		t.Fatal(err)
	}
	e.close()
	intent := func(step int, action string, refs ...string) store.JournalLine {
		image, ok := inv.ByRef(refs[0])
		if !ok {
			t.Fatal(refs)
		}
		return store.JournalLine{
			Event: store.JournalIntent, At: noon(), Plan: "killed", Step: step, Action: action, Image: image.ID, Name: refs[0], References: refs,
			Engine: &store.JournalEngine{Name: inv.Engine.Name, Host: inv.Engine.Host, ID: inv.Engine.ID},
		}
	}
	gone := intent(0, "delete", "acme/api:1.0")
	partly := intent(1, "delete", "alpine:3.22", "alpine:latest")
	still := intent(2, "delete", "acme/api:1.1")
	untagged := intent(3, "untag", "acme/api:dev")
	named := intent(4, "untag", "acme/api:1.2")
	container := intent(5, "remove-container", "acme/worker:old")
	container.Container = "worker-9 " + string(inv.Containers()[slices.IndexFunc(inv.Containers(), func(c *model.Container) bool { return c.Name == "worker-9" })].ID)
	lost := intent(6, "remove-container", "acme/worker:old")
	lost.Container = "gone 0123456789abcdef"
	if err := journal.Append(gone, partly, still, untagged, named, container, lost); err != nil {
		t.Fatal(err)
	}
	if err := b.engine.RemoveImage("acme/api:1.0", false); err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"alpine:latest", "acme/api:dev"} {
		if err := b.engine.Untag(tag); err != nil {
			t.Fatal(err)
		}
	}

	held := otherCleanup(t, b.call.env, inv.Engine, "somebody")
	b.run("sample")
	if list := b.succeeds("journal"); !strings.Contains(list, "0 of 7, 7 not known") {
		t.Errorf("while somebody is at it\n%s", list)
	}
	if err := held.Release(noon().Add(-day)); err != nil {
		t.Fatal(err)
	}

	const told = "cut off in the middle: what became of 7 steps was looked up, and 'jettison journal' shows it"
	if r := b.run("rm", "--yes", "acme/api:1.1"); r.code != CodeDone || !strings.Contains(r.errs, told) {
		t.Fatalf("code %d\n%s", r.code, r.errs)
	}
	if r := b.run("rm", "--yes", "acme/api:1.2"); strings.Contains(r.errs, "cut off") {
		t.Errorf("it is told again\n%s", r.errs)
	}
	got := map[string]string{}
	removals, err := journal.Removals(func(bad store.BadLine) { t.Error(bad) })
	if err != nil || len(removals) != 2 {
		t.Fatal(len(removals), err)
	}
	for _, step := range removals[1].Steps {
		if step.Outcome == nil || !step.Outcome.Resolved {
			t.Fatalf("%+v", step)
		}
		got[step.Intent.Action+" "+step.Intent.Name+" "+step.Intent.Container] = step.Outcome.State + " " + strings.Join(step.Outcome.Untagged, ",")
	}
	want := map[string]string{
		"delete acme/api:1.0 ": "gone acme/api:1.0", "delete alpine:3.22 ": "partly alpine:latest", "delete acme/api:1.1 ": "cancelled ",
		"untag acme/api:dev ": "gone acme/api:dev", "untag acme/api:1.2 ": "cancelled ",
		"remove-container acme/worker:old " + container.Container: "cancelled ", "remove-container acme/worker:old " + lost.Container: "gone ",
	}
	for what, state := range want {
		if got[what] != state {
			t.Errorf("%s: %q, want %q", what, got[what], state)
		}
	}
	// Resolved steps can be restored.
	if r := b.run("restore", "killed", "alpine:latest", "acme/api:dev"); r.code != CodeDone || !b.has("alpine:latest") || !b.has("acme/api:dev") {
		t.Errorf("code %d\n%s%s", r.code, r.out, r.errs)
	}
}
