package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
)

func TestPin(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	if got := b.succeeds("pin"); got != "" {
		t.Errorf("at first %q is pinned", got)
	}
	b.succeeds("pin", "ref:acme/api:1.0")
	b.succeeds("pin", "repo:legacy")
	if r := b.run("pin", "ref:acme/api:1.0"); r.code != CodeDone || !strings.Contains(r.errs, "pinned already") {
		t.Errorf("pinned twice: code %d, %q", r.code, r.errs)
	}
	if got, want := b.succeeds("pin"), "ref:acme/api:1.0\nrepo:legacy\n"; got != want {
		t.Errorf("pinned\n%s, want\n%s", got, want)
	}
	if got := b.succeeds("ls", "pinned", "--format", "{{.Repository}}:{{.Tag}}"); len(strings.Fields(got)) != 3 {
		t.Errorf("protected\n%s", got)
	}

	// Pinned images stay; everything else that was asked for is removed.
	r := b.run("rm", "--yes", "repo:acme/api", "age>10d", "or", "repo:legacy")
	if r.code != CodeDone || !strings.Contains(r.errs, "3 pinned names stay: acme/api:1.0, legacy:app and legacy:base.") ||
		!slices.Equal(b.references("repo:acme/api or repo:legacy"), []string{"acme/api:1.0", "acme/api:1.2", "acme/api:dev", "legacy:app", "legacy:base"}) {
		t.Errorf("code %d, left %q\n%s", r.code, b.references("ref:*"), r.errs)
	}
	r = b.run("rm", "--yes", "ref:acme/api:1.0")
	if r.code != CodeRefused || !strings.Contains(r.errs, "Nothing was removed: acme/api:1.0 stays, pinned by ref:acme/api:1.0.") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	if got := b.succeeds("why", "acme/api:1.0"); !strings.Contains(got, "It stays: acme/api:1.0 stays, pinned by") {
		t.Errorf("why\n%s", got)
	}

	b.succeeds("unpin", "ref:acme/api:1.0")
	if got := b.succeeds("rm", "--yes", "ref:acme/api:1.0"); !strings.Contains(got, "1 image deleted") {
		t.Errorf("unpinned, but %s", got)
	}
	if r := b.run("unpin", "repo:legacyy"); r.code != CodeUsage || !strings.Contains(r.errs, "Did you mean repo:legacy?") {
		t.Errorf("code %d, %q", r.code, r.errs)
	}
}

// references returns the names that a query matches.
func (b *harness) references(query string) []string {
	b.t.Helper()
	refs := strings.Fields(b.succeeds("ls", "--format", "{{.Repository}}:{{.Tag}}", query))
	slices.Sort(refs)
	return refs
}

// A policy keeps pinned images, and a plan made before the pin skips them.
func TestPinsHoldAgainstPoliciesAndPlans(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	config := configFile(t, "pins = 'tag:1.0'\n[policy.old]\nremove = 'repo:acme/api unused'\n")
	plan := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(plan, []byte(b.succeeds("rm", "--dry-run", "--json", "repo:acme/api", "unused")), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := b.succeeds("--config", config, "pin"); got != "tag:1.0  # "+config+":1\n" {
		t.Errorf("pinned %q", got)
	}
	if r := b.run("--config", config, "unpin", "tag:1.0"); r.code != CodeUsage || !strings.Contains(r.errs, "This pin is in the configuration") {
		t.Errorf("code %d, %q", r.code, r.errs)
	}
	var document struct {
		Policy struct {
			Kept []struct{ Reference, Why string }
		}
	}
	b.reads(&document, "--config", config, "policy", "run", "old", "--dry-run", "--json")
	if kept := document.Policy.Kept; len(kept) != 1 || !strings.Contains(kept[0].Why, "pinned by tag:1.0 in the configuration") {
		t.Errorf("kept %+v", kept)
	}
	r := b.run("--config", config, "rm", "--yes", "--plan", plan)
	if r.code != CodeFailed || !strings.Contains(r.errs, "left out: delete acme/api:1.0: pinned by tag:1.0 in the configuration") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	if got := b.references("repo:acme/api"); !slices.Equal(got, []string{"acme/api:1.0", "acme/api:1.2", "acme/api:dev"}) {
		t.Errorf("left %q", got)
	}
}

// Nothing is removed while the pins can't be read.
func TestPinsThatCantBeRead(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "pins")
	if _, err := store.OpenPins(file).Add("repo:acme/api"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("# by hand\n\nrepo:acme/api\nsise>3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"rm", "--yes", "ref:*"}, {"ls"}, {"pin"}} {
		r := b.run(args...)
		if r.code != CodeUsage || !strings.Contains(r.errs, file+":4: ") || !strings.Contains(r.errs, "did you mean `size`?") {
			t.Errorf("%q: code %d\n%s", args, r.code, r.errs)
		}
	}
	if r := b.run("unpin", "sise>3"); r.code != CodeDone || !strings.Contains(r.errs, "No longer pinned: sise>3") {
		t.Errorf("the line can't be taken out: code %d\n%s", r.code, r.errs)
	}
	if got := b.succeeds("pin"); got != "repo:acme/api\n" {
		t.Errorf("left %q", got)
	}
	for text, want := range map[string]string{
		"unpin": "'jettison pin' lists them", "pin pinned": "mean nothing in a pin", "pin api:1.0": "did you mean `ref:api:1.0`?",
	} {
		if r := b.run(strings.Fields(text)...); r.code != CodeUsage || !strings.Contains(r.errs, want) {
			t.Errorf("%q: code %d\n%s", text, r.code, r.errs)
		}
	}
}

func TestTheLabelPins(t *testing.T) {
	t.Parallel()
	w := shop()
	w.Images[0].Labels = map[string]string{model.KeepLabel: "yes"}
	b := newHarness(t, w, sim.Options{})
	if got := b.succeeds("ls", "pinned", "--json"); !strings.Contains(got, "the label jettison.keep") {
		t.Errorf("%s", got)
	}
}
