package cli

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"jettison/cli/process"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

func TestRmDryRun(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.engine.ForgetRequests()
	got := b.succeeds("rm", "--dry-run", "repo:acme/*", "not tag:1.2", "or", "repo:legacy")
	want := `
STEP      WHAT              ID             FREES   WHY
delete    legacy:app        ID            3.0 MB   only copy
delete    acme/api:1.0      ID             30 MB   only copy
delete    acme/api:1.1      ID             31 MB   only copy
untag     acme/api:dev      ID                 –   the image stays as acme/api:1.2
blocked   acme/worker:old   ID                 –   used by the stopped container worker-9 (exited 2 weeks ago)
delete    legacy:base       ID            7.0 MB   only copy

What is blocked would go with:
  --remove-stopped    remove the stopped containers first
  --force             the image goes now, its files only when the containers go

It deletes 4 images, takes away 1 name and frees 71 MB, 1 untagged parent included.
100 MB of 171 MB stay, held by alpine:3.22 and 2 more images (100 MB).
4 images are only copies: no registry is known to have them.
1 step blocked.
`
	if !sameTable(got, want) {
		t.Errorf("the plan is\n%s", got)
	}
	for _, r := range b.engine.Requests() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			t.Errorf("a dry run sends %s %s", r.Method, r.Path)
		}
	}
}

func TestRm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, args string
		code       Code
		out, errs  string   // substrings
		gone, stay []string // references
	}{
		{
			name: "images", args: "--yes|repo:acme/api age>10d", out: "2 images deleted: predicted 61 MB, freed 61 MB.",
			gone: []string{"acme/api:1.0", "acme/api:1.1"}, stay: []string{"acme/api:1.2", "acme/api:dev"},
		},
		{
			name: "a rule never takes a tag that it did not match", args: "--yes|tag:dev", out: "1 name taken away: predicted 0 B, freed 0 B.",
			gone: []string{"acme/api:dev"}, stay: []string{"acme/api:1.2"},
		},
		{
			name: "blocked steps are no failure", args: "--yes|stopped", out: "Nothing was removed", errs: "1 blocked step left alone",
			stay: []string{"acme/worker:old"},
		},
		{
			name: "stopped containers", args: "--yes|--remove-stopped|stopped", out: "1 image deleted, 1 container removed: predicted 55 MB, freed 55 MB.",
			gone: []string{"acme/worker:old"},
		},
		{
			name: "stopped containers only", args: "--yes|--remove-stopped|used", errs: "1 blocked step left alone",
			gone: []string{"acme/worker:old"}, stay: []string{"acme/api:1.2", "acme/api:dev"},
		},
		{
			name: "running containers", args: "--yes|--stop-running|repo:acme/api tag:1.2 or tag:dev", out: "1 image deleted, 1 container removed",
			gone: []string{"acme/api:1.2", "acme/api:dev"},
		},
		{
			name: "force", args: "--yes|--force|stopped", out: "1 image deleted: predicted 0 B, freed 0 B.", errs: "its files only when the containers go",
			gone: []string{"acme/worker:old"},
		},
		{
			name: "a parent alone", args: "--yes|ref:legacy:base", errs: "parent of legacy:app, which stays",
			stay: []string{"legacy:base", "legacy:app"},
		},
		{
			name: "a parent and what is built on it", args: "--yes|--with-descendants|ref:legacy:base", out: "3 images deleted: predicted 10 MB, freed 10 MB.",
			gone: []string{"legacy:base", "legacy:app"},
		},
		{name: "nothing matches", args: "--yes|repo:nope", out: "Nothing was removed", stay: []string{"acme/api:1.0"}},
		{name: "no confirmation", args: "unused", code: CodeRefused, errs: "Nobody can be asked", stay: []string{"acme/api:1.0"}},
		{name: "no query", args: "--yes", code: CodeUsage, errs: "rm needs a query", stay: []string{"acme/api:1.0"}},
		{name: "an empty query", args: "--yes| ", code: CodeUsage, errs: "rm needs a query", stay: []string{"acme/api:1.0"}},
		{name: "a wrong query", args: "--yes|size>1GX", code: CodeUsage, errs: "size>1GX\n", stay: []string{"acme/api:1.0"}},
		{name: "a query about what is not there", args: "--yes|-ancestor:alpin", code: CodeUsage, stay: []string{"acme/api:1.0"}},
		{name: "a plan and a query", args: "--yes|--plan|x.json|unused", code: CodeUsage, errs: "both say what to remove"},
		{name: "a plan and a remedy", args: "--yes|--plan|x.json|--force", code: CodeUsage, errs: "A plan says itself"},
		{name: "no such plan", args: "--yes|--plan|nowhere.json", code: CodeUsage, errs: "can't be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newHarness(t, shop(), sim.Options{})
			args := strings.Split(tt.args, "|")
			if last := args[len(args)-1]; strings.HasPrefix(last, "-a") {
				args = slices.Insert(args, len(args)-1, "--")
			}
			r := b.run(append([]string{"rm"}, args...)...)
			if r.code != tt.code {
				t.Errorf("code %d, want %d", r.code, tt.code)
			}
			if !strings.Contains(r.out, tt.out) || r.code >= CodeUsage && r.out != "" {
				t.Errorf("prints %q, want %q", r.out, tt.out)
			}
			if !strings.Contains(r.errs, tt.errs) {
				t.Errorf("says %q, want %q", r.errs, tt.errs)
			}
			b.wants(tt.gone, tt.stay)
		})
	}
}

func TestRmAsks(t *testing.T) {
	t.Parallel()
	for answer, removes := range map[string]bool{"y\n": true, "YES\n": true, "\n": false, "n\n": false, "": false, "yep\n": false} {
		b := newHarness(t, shop(), sim.Options{})
		b.call.asks, b.call.in = true, strings.NewReader(answer)
		r := b.run("rm", "ref:acme/api:1.0")
		want := CodeRefused
		if removes {
			want = CodeDone
		}
		if r.code != want || b.has("acme/api:1.0") == removes {
			t.Errorf("%q: code %d, the image is there: %t", answer, r.code, b.has("acme/api:1.0"))
		}
		if !strings.Contains(r.errs, "delete") || !strings.Contains(r.errs, "Carry this out? [y/N]") || !removes && r.out != "" {
			t.Errorf("%q: prints %q, asks %q", answer, r.out, r.errs)
		}
	}
	b := newHarness(t, shop(), sim.Options{})
	b.call.asks, b.call.in = true, strings.NewReader("y\n")
	if r := b.run("rm", "--plan", "-"); r.code != CodeRefused {
		t.Errorf("a plan from the standard input that is asked: code %d", r.code)
	}
	if r := b.run("rm", "repo:nope"); r.code != CodeDone || strings.Contains(r.errs, "[y/N]") {
		t.Errorf("nothing to confirm: code %d, says %q", r.code, r.errs)
	}
}

// A failed step doesn't affect the others and is explained.
func TestRmFailure(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	id, err := b.engine.ImageID("acme/api:1.0")
	if err != nil {
		t.Fatal(err)
	}
	b.engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE", Path: "/images/" + string(id)}, Status: 409, Message: "conflict: held by nobody"})
	r := b.run("rm", "--yes", "--json", "repo:acme/api", "age>10d")
	if r.code != CodeFailed || !strings.Contains(r.errs, "1 of 2 steps not done as planned") || !strings.Contains(r.errs, "failed: delete acme/api:1.0: ") {
		t.Errorf("code %d, says %q", r.code, r.errs)
	}
	if !strings.Contains(r.out, `"raw": "conflict: held by nobody"`) && !strings.Contains(r.out, "held by nobody") {
		t.Errorf("the engine's words are lost:\n%s", r.out)
	}
	if !b.has("acme/api:1.0") || b.has("acme/api:1.1") {
		t.Error("the wrong image went")
	}
}

// On a signal the running step finishes, no other begins, and the result is reported.
func TestRmSignal(t *testing.T) {
	t.Parallel()
	w := modeltest.New(1, noon())
	for _, tag := range []string{"app:1", "app:2", "app:3"} {
		w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("COPY app /", 1000)}, Tags: []string{tag}})
	}
	b := newHarness(t, w, sim.Options{})
	hang := b.engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE", Path: "/images/*"}, Kind: sim.FaultHang, Skip: 1})
	ctx, cancel := context.WithCancelCause(t.Context())
	b.call.errs = writerFunc(func(text string) {
		if strings.Contains(text, "Stopping") {
			hang.Release()
		}
	})
	go func() {
		for hang.Hits() == 0 && ctx.Err() == nil {
			<-tick(ctx)
		}
		cancel(&process.SignalError{Signal: syscall.SIGTERM})
	}()
	var document struct{ Done, Canceled, Failed int }
	r := b.runIn(ctx, "rm", "--yes", "--json", "--jobs", "1", "repo:app")
	if r.code != 128+15 {
		t.Errorf("code %d", r.code)
	}
	decode(t, r.out, &document)
	if document.Done != 2 || document.Canceled != 1 || document.Failed != 0 {
		t.Errorf("%+v", document)
	}
	if b.has("app:1") || b.has("app:2") || !b.has("app:3") {
		t.Error("the wrong images went")
	}
}

func TestRmPlan(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(e *sim.Engine) error
		code   Code
		errs   string
		gone   []string
		stay   []string
	}{
		{
			name: "nothing changed", change: func(*sim.Engine) error { return nil },
			gone: []string{"acme/api:1.0", "acme/api:1.1", "acme/api:dev", "acme/worker:old"}, stay: []string{"acme/api:1.2", "alpine:3.22"},
		},
		{
			name: "a tag moved", change: func(e *sim.Engine) error { return e.Tag("alpine:3.22", "acme/api:1.0") }, code: CodeFailed,
			errs: "left out: delete acme/api:1.0: acme/api:1.0 names another image now",
			gone: []string{"acme/api:1.1", "acme/worker:old"}, stay: []string{"acme/api:1.0", "alpine:3.22"},
		},
		{
			name: "an image is gone", change: func(e *sim.Engine) error { return e.RemoveImage("acme/api:1.0", false) },
			errs: "left out: delete acme/api:1.0: the image is gone already", gone: []string{"acme/api:1.1", "acme/worker:old"},
		},
		{
			name: "a container appeared", change: func(e *sim.Engine) error {
				_, err := e.CreateContainer("acme/api:1.1", "late")
				return err
			},
			code: CodeFailed, errs: "left out: delete acme/api:1.1: the container late uses the image since",
			gone: []string{"acme/api:1.0"}, stay: []string{"acme/api:1.1"},
		},
		{
			name: "a container was started", change: func(e *sim.Engine) error { return e.StartContainer("worker-9") }, code: CodeFailed,
			errs: "left out: delete acme/worker:old: used by the running worker-9", stay: []string{"acme/worker:old"},
		},
		{
			name: "another name appeared", change: func(e *sim.Engine) error { return e.Tag("acme/api:1.1", "keep:me") }, code: CodeFailed,
			errs: "the image has another name since: keep:me", stay: []string{"acme/api:1.1", "keep:me"},
		},
		{
			name: "the other name went", change: func(e *sim.Engine) error { return e.Untag("acme/api:1.2") }, code: CodeFailed,
			errs: "left out: untag acme/api:dev: it is the last name of the image now", stay: []string{"acme/api:dev"},
		},
		{
			name: "an image that would match appeared", change: func(e *sim.Engine) error {
				_, err := e.Build("", modeltest.Recipe{Tags: []string{"acme/api:0.9"}, Created: noon().Add(-90 * day)})
				return err
			},
			gone: []string{"acme/api:1.0"}, stay: []string{"acme/api:0.9"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newHarness(t, shop(), sim.Options{})
			plan := b.succeeds("rm", "--dry-run", "--json", "--remove-stopped", "repo:acme/*", "not tag:1.2")
			if err := tt.change(b.engine); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "plan.json")
			if err := os.WriteFile(file, []byte(plan), 0o600); err != nil {
				t.Fatal(err)
			}
			r := b.run("rm", "--yes", "--plan", file)
			if r.code != tt.code || !strings.Contains(r.errs, tt.errs) {
				t.Errorf("code %d, says\n%s", r.code, r.errs)
			}
			b.wants(tt.gone, tt.stay)
		})
	}
}

func TestRmPlanFromStdin(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	plan := b.succeeds("rm", "--dry-run", "--json", "ref:acme/api:1.0")
	b.call.in = strings.NewReader(plan)
	if again := b.succeeds("rm", "--dry-run", "--json", "--plan", "-"); strings.ReplaceAll(again, `"query": ""`, `"query": "ref:acme/api:1.0"`) != plan {
		t.Errorf("read again, the plan is\n%s\nand was\n%s", again, plan)
	}
	b.call.in = strings.NewReader(plan)
	b.succeeds("rm", "--yes", "--plan", "-")
	if b.has("acme/api:1.0") {
		t.Error("the image is still there")
	}
	elsewhere := strings.Replace(plan, `"host": "`, `"host": "tcp://elsewhere`, 1)
	for name, text := range map[string]string{
		"nothing": "", "no JSON": "delete everything", "another kind": `{"schema":1,"kind":"images"}`, "another schema": `{"schema":2,"kind":"plan"}`,
		"no image":  `{"schema":1,"kind":"plan","steps":[{"ready":true,"action":"delete"}]}`,
		"no action": `{"schema":1,"kind":"plan","steps":[{"ready":true,"action":"burn","image":"sha256:1"}]}`,
		"two plans": plan + plan, "another engine": elsewhere,
	} {
		b.call.in = strings.NewReader(text)
		if r := b.run("rm", "--yes", "--plan", "-"); r.code != CodeUsage || r.out != "" {
			t.Errorf("%s: code %d, prints %q", name, r.code, r.out)
		}
	}
}

// Input that isn't a plan is explained without terms from the code.
func TestRmOfWhatIsNoPlan(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	for text, want := range map[string]string{
		b.succeeds("ls", "--json"):                     `it is a document of kind "images", as printed by ls --json.`,
		b.succeeds("df", "--json"):                     `it is a document of kind "usage", as printed by df --json.`,
		b.succeeds("why", "--json", "legacy:app"):      `it is a document of kind "why", as printed by why --json.`,
		b.succeeds("rm", "--yes", "--json", "tag:old"): `it is a document of kind "removal", as printed by rm --json without --dry-run.`,
		"[1, 2]":                       "it is JSON, but no document of jettison.",
		`{"kind": 7}`:                  "it is JSON, but no document of jettison.",
		"REPOSITORY   TAG":             "it is no JSON, at byte 1.",
		"":                             "it is empty.",
		`{"schema": 1`:                 "it ends in the middle of the document.",
		`{"schema": 2, "kind":"plan"}`: "it is not of schema 1, which this version reads.",
		`{"schema": 1, "kind":"plan", "steps": [{"image": {}}]}`: `its field "steps.image" has a value of another type than in a plan.`,
	} {
		b.call.in = strings.NewReader(text)
		r := b.run("rm", "--yes", "--plan", "-")
		if want = "standard input is no plan: " + want + "\nMake one with: jettison rm --dry-run --json QUERY.\n"; r.code != CodeUsage || !strings.Contains(r.errs, want) {
			t.Errorf("code %d, explains %q, want %q", r.code, r.errs, want)
		}
	}
}

func TestRmProgress(t *testing.T) {
	t.Parallel()
	b := newHarness(t, modeltest.Many(60, 1, noon()), sim.Options{})
	r := b.run("rm", "--yes", "tag~^1")
	if !strings.Contains(r.errs, "steps done, ") || strings.Contains(r.errs, "\x1b") || r.code != CodeDone {
		t.Errorf("code %d, says %q", r.code, r.errs)
	}
	b = newHarness(t, modeltest.Many(60, 1, noon()), sim.Options{})
	b.call.watched = true
	r = b.run("rm", "--yes", "tag~^1")
	if !strings.Contains(r.errs, "\r\x1b[Kremoving [") || strings.Contains(r.out, "\x1b") {
		t.Errorf("prints %q, says %q", r.out, r.errs)
	}
}

func TestRmWithoutEngine(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.engine.Stop()
	if r := b.run("rm", "--yes", "unused"); r.code != CodeNoEngine || r.out != "" {
		t.Errorf("code %d, prints %q", r.code, r.out)
	}
	b.engine.Start()
	b.engine.Inject(sim.Fault{Match: sim.Match{Path: "/containers/json"}})
	if r := b.run("rm", "--yes", "unused"); r.code != CodeFailed || !b.has("acme/api:1.0") {
		t.Errorf("without the containers: code %d, removed: %t", r.code, !b.has("acme/api:1.0"))
	}
}

// On stores with inexact sizes no prediction looks exact, and none is repeated as what came
// back: that is measured, or said not to be known.
func TestRmElsewhere(t *testing.T) {
	t.Parallel()
	const notMeasured = "; what came back was not measured.\n"
	for name, c := range map[string]struct {
		store  model.Store
		broken bool // the engine can't measure
		end    string
	}{
		"containerd":        {model.StoreContainerd, false, ", freed 41 MB.\n"},
		"broken containerd": {model.StoreContainerd, true, notMeasured},
		"podman":            {model.StorePodman, false, notMeasured},
	} {
		b := newHarness(t, shop(), sim.Options{Store: c.store})
		breaks := func() {
			if c.broken { // the build cache of the plan is measured first
				b.engine.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Skip: 1, Times: 1})
			}
		}
		breaks()
		out := b.succeeds("rm", "--yes", "ref:acme/api:1.0")
		_, told, _ := strings.Cut(out, "predicted ")
		predicted := strings.TrimSuffix(told, c.end)
		if predicted == told || !strings.ContainsAny(predicted, "≈–") && !strings.HasPrefix(predicted, "up to ") {
			t.Errorf("%s: predicted %q", name, told)
		}
		if !strings.Contains(out, "PREDICTED") {
			t.Errorf("%s: what each step was predicted to free is said to be freed:\n%s", name, out)
		}
		var document struct{ Freed *figure }
		breaks()
		b.reads(&document, "rm", "--yes", "--json", "ref:acme/api:1.1")
		if measured := c.end != notMeasured; measured != (document.Freed != nil) || measured && !document.Freed.Exact {
			t.Errorf("%s: freed %v", name, document.Freed)
		}
		if b.has("acme/api:1.0") {
			t.Errorf("%s: the image is still there", name)
		}
	}
}
