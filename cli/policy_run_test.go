package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
)

// releases has five versions of an app. Containers use two, docker's own rules keep one, and
// one tag of the app also belongs to an image with another name.
func releases() *modeltest.World {
	w := modeltest.New(1, noon())
	build := func(size int64, days int, labels map[string]string, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			Add: []modeltest.Instruction{modeltest.Run(strings.Join(tags, " "), size)}, Tags: tags, Labels: labels,
			Created: noon().Add(-time.Duration(days) * day),
		})
	}
	old := build(10e6, 50, nil, "app:1")
	build(20e6, 40, nil, "app:2", "app:two")
	running := build(30e6, 30, nil, "app:3")
	build(40e6, 20, map[string]string{"protected": ""}, "app:4")
	build(50e6, 10, nil, "app:5")
	build(60e6, 5, nil, "other:1", "app:same")
	w.Run(modeltest.Start{Image: old, Name: "old", State: model.StateExited, Since: 20 * day})
	w.Run(modeltest.Start{Image: running, Name: "web", Since: 2 * day})
	return w
}

// policyBench is a bench with the releases and policies about them.
func policyBench(t *testing.T) *harness {
	t.Helper()
	b := newHarness(t, releases(), sim.Options{})
	write := func(name, text string) {
		path := filepath.Join(b.call.env("HOME"), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("config.json", `{"pruneFilters": ["label!=protected"]}`)
	write("jettison/config.toml", `
[policy.app]
remove = "repo:app"
keep = "tag:5"
stopped_older_than = "1w"
[policy.small]
remove = "repo:app"
batch = 1
[policy.room]
remove = "repo:app"
max_total = "1MB"
[policy.free]
remove = "repo:app"
min_free = "1GB"
[policy.enough]
remove = "repo:app"
max_total = "1TB"
[policy.single]
remove = "ref:app:5"
max_total = "1TB"
`)
	return b
}

// The free disk space of a remote engine is unknown.
func TestPolicyRunWithABudgetThatCannotBeChecked(t *testing.T) {
	t.Parallel()
	b := policyBench(t)
	for _, how := range []string{"--dry-run", "--yes"} {
		r := b.run("policy", "run", "free", how)
		if r.code != CodeRefused || r.out != "" || !strings.Contains(r.errs, "The budget can't be checked: ") || !strings.Contains(r.errs, "data_root") {
			t.Errorf("%s: code %d, prints %q, explains %q", how, r.code, r.out, r.errs)
		}
	}
	b.wants(nil, []string{"app:1", "app:2", "app:5"})
}

func TestPolicyRunDryRun(t *testing.T) {
	t.Parallel()
	b := policyBench(t)
	for name, want := range map[string]string{
		"app": `
STEP      WHAT            ID         FREES   WHY
remove    container old   ID            0 B  exited 2 weeks ago
delete    app:1           ID         10 MB only copy
delete    app:2 +1        ID         20 MB only copy
blocked   app:3           ID             –   used by the running container web (running for 2 days)
untag     app:same        ID             –   the image stays as other:1

It deletes 2 images, takes away 1 name, removes 1 container and frees 30 MB.
2 images are only copies: no registry is known to have them.
1 step blocked.

KEPT    IMAGE ID   WHY
app:4   ID         kept by docker's pruneFilters: label!=protected
app:5   ID         kept by tag:5
`,
		"small": `
STEP     WHAT       ID         FREES   WHY
delete   app:2 +1   ID         20 MB only copy

It deletes 1 image and frees 20 MB.
1 image is the only copy: no registry is known to have it.

KEPT    IMAGE ID   WHY
app:4   ID         kept by docker's pruneFilters: label!=protected

Kept too: 4 references; the batch is full, so that the next run takes up there.
`,
	} {
		if got := b.succeeds("policy", "run", name, "--dry-run"); !sameTable(got, want) {
			t.Errorf("%s: the plan is\n%s", name, got)
		}
	}
	if got := b.succeeds("policy", "run", "room", "-n"); !strings.Contains(got, "The budget of the policy lacks") {
		t.Errorf("the plan is\n%s", got)
	}
	for name, want := range map[string]string{
		"enough": "\nKept too: 6 references; the budget holds without them.\n", "single": "\nKept too: 1 reference; the budget holds without it.\n",
	} {
		if got := b.succeeds("policy", "run", name, "-n"); !strings.Contains(got, want) {
			t.Errorf("%s: the plan is\n%s", name, got)
		}
	}
	for _, r := range b.engine.Requests() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			t.Errorf("a dry run asked for %s %s", r.Method, r.Path)
		}
	}
}

func TestPolicyRun(t *testing.T) {
	t.Parallel()
	b := policyBench(t)
	if r := b.run("policy", "run", "app"); r.code != CodeRefused || !strings.Contains(r.errs, "Nobody can be asked") {
		t.Errorf("without --yes: code %d, %s", r.code, r.errs)
	}
	if !b.has("app:1") {
		t.Error("something was removed without a yes")
	}
	r := b.run("policy", "run", "app", "--yes")
	if r.code != CodeDone || !strings.Contains(r.out, "2 images deleted, 1 name taken away, 1 container removed: predicted 30 MB, freed 30 MB.") {
		t.Errorf("code %d, %s\n%s", r.code, r.out, r.errs)
	}
	b.wants([]string{"app:1", "app:2", "app:two", "app:same"}, []string{"app:3", "app:4", "app:5", "other:1"})
}

func TestPolicyRunJSON(t *testing.T) {
	t.Parallel()
	b := policyBench(t)
	type document struct {
		Kind   string
		Policy *struct {
			Name    string
			Missing int64
			Kept    []struct {
				Reference *string
				Image     string
				Why       string
			}
			Unresolved []any
		}
		Done int
	}
	var plan, removal, other document
	b.reads(&plan, "policy", "run", "app", "--dry-run", "--json")
	if p := plan.Policy; plan.Kind != "plan" || p == nil || p.Name != "app" || len(p.Kept) != 2 || *p.Kept[1].Reference != "app:5" ||
		p.Kept[1].Why != "kept by tag:5" || p.Unresolved == nil {
		t.Errorf("the plan is %+v", plan)
	}
	b.reads(&removal, "policy", "run", "app", "--yes", "--json")
	if removal.Kind != "removal" || removal.Done != 4 || removal.Policy == nil || removal.Policy.Name != "app" {
		t.Errorf("the removal is %+v", removal)
	}
	b.reads(&other, "rm", "--dry-run", "--json", "tag:5")
	if other.Policy != nil {
		t.Errorf("the plan of rm has the policy %+v", other.Policy)
	}
}

// A policy can execute the plan of its own dry run later.
func TestPlanOfAPolicyCanBeCarriedOut(t *testing.T) {
	t.Parallel()
	b := policyBench(t)
	plan := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(plan, []byte(b.succeeds("policy", "run", "small", "--dry-run", "--json")), 0o600); err != nil {
		t.Fatal(err)
	}
	b.succeeds("rm", "--yes", "--plan", plan)
	if b.has("app:2") || !b.has("app:1") {
		t.Error("the plan was not carried out")
	}
}

func TestCleanUpsOfOneEngineDoNotFight(t *testing.T) {
	t.Parallel()
	b := policyBench(t)
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	// The embedded engine reports this ID.
	lock, err := store.AcquireLock(filepath.Join(folder, "locks"), "embedded", store.Holder{Process: 42, What: "policy nightly", Since: noon().Add(-90 * time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"policy run app --yes", "rm --yes unused"} {
		r := b.run(strings.Fields(args)...)
		if r.code != CodeRefused || !strings.Contains(r.errs, "Another clean-up of this engine is under way: policy nightly, process 42, for 1m30s.") {
			t.Errorf("%s: code %d, %s", args, r.code, r.errs)
		}
	}
	if !b.has("app:1") || !b.has("app:5") {
		t.Error("something was removed meanwhile")
	}
	b.succeeds("rm", "--dry-run", "unused")
	if err := lock.Release(noon().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	b.succeeds("rm", "--yes", "unused")
	// The lock was released.
	b.succeeds("policy", "run", "app", "--yes")
}

// Without a folder for locks a clean-up still runs: it is better than a full disk.
func TestCleanUpWithoutAFolderForLocks(t *testing.T) {
	t.Parallel()
	b := policyBench(t)
	env := b.call.env
	b.call.env = func(name string) string {
		if name == "XDG_STATE_HOME" || name == "HOME" {
			return ""
		}
		return env(name)
	}
	if r := b.run("rm", "--yes", "tag:5"); r.code != CodeDone || !strings.Contains(r.errs, "Other clean-ups are not kept off the engine") || b.has("app:5") {
		t.Errorf("code %d, %s", r.code, r.errs)
	}
}

func TestStateFolder(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ xdg, home, want string }{
		{"/state", "/home/me", "/state/jettison"},
		{"", "/home/me", "/home/me/.local/state/jettison"},
		{"relative", "/home/me", "/home/me/.local/state/jettison"},
		{"", "", ""},
	} {
		env := map[string]string{"XDG_STATE_HOME": tt.xdg, "HOME": tt.home}
		got, err := stateFolder(func(name string) string { return env[name] })
		if filepath.ToSlash(got) != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%+v: %q, %v", tt, got, err)
		}
	}
}
