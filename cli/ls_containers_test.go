package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// yard is an engine with containers in several states.
func yard() *modeltest.World {
	w := shop()
	image := w.Images[0]
	w.Run(modeltest.Start{
		Image: image, Name: "db", State: model.StateExited, ExitCode: 137, Created: 40 * 24 * time.Hour, Since: 30 * 24 * time.Hour, SizeRw: 40e6,
		Labels: map[string]string{"com.docker.compose.project": "yard", "com.docker.compose.project.working_dir": "/src/yard"},
	})
	w.Run(modeltest.Start{Image: image, Name: "shell", Created: time.Hour, Since: time.Hour, AutoRemove: true})
	w.Run(modeltest.Start{
		Image: image, Name: "web.1", Created: time.Hour, Since: time.Hour,
		Labels: map[string]string{"com.docker.swarm.task.id": "t1", "com.docker.swarm.service.name": "web"},
	})
	return w
}

func TestLsOfContainers(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	for _, tt := range []struct{ args, want string }{
		{"--format|{{.Names}}|kind:container", "api-1\ndb\nshell\nweb.1\nworker-9\n"},
		{"--format|{{.Names}} {{.State}} {{.ExitCode}} {{.Project}} {{.ProjectFolder}}|kind:container exit!=0", "db exited 137 yard /src/yard\n"},
		{"--format|{{.Names}} {{.Size}}|kind:container size>10MB", "db 40MB\n"},
		{"--format|{{.Names}}|--sort|size|kind:container|stopped", "db\nworker-9\n"},
		{"--format|{{.Names}}|--sort|created:asc|kind:container|running", "api-1\nshell\nweb.1\n"},
		{"--format|{{.Names}} {{.AutoRemove}}|kind:container name:sh*", "shell true\n"},
		{"--format|{{.Names}}|kind:container used>13d", "db\nworker-9\n"},
		{"--format|table {{.Names}}\t{{.Project}}|kind:container project:yard", "NAMES     PROJECT\ndb        yard\n"},
		{"--format|{{.Names}}|kind:container name:nope", ""},
	} {
		if got := b.succeeds(append([]string{"ls"}, strings.Split(tt.args, "|")...)...); got != tt.want {
			t.Errorf("%s prints %q, want %q", tt.args, got, tt.want)
		}
	}
	got := b.succeeds("ls", "kind:container", "db")
	want := `
CONTAINER ID   NAME   IMAGE    STATE    SINCE         EXIT   CREATED       SIZE      PROJECT
ID             db     alpine:3.22   exited   4 weeks ago   137    5 weeks ago   40 MB     yard`
	if !sameTable(got, want) {
		t.Errorf("ls prints\n%s", got)
	}
	if ids := b.succeeds("ls", "-q", "kind:container", "stopped"); len(strings.Fields(ids)) != 2 {
		t.Errorf("--quiet prints %q", ids)
	}
}

func TestLsOfContainersAsJSON(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	var document struct {
		Kind, Query string
		Containers  []map[string]any
	}
	if err := json.Unmarshal([]byte(b.succeeds("ls", "--json", "kind:container", "running")), &document); err != nil {
		t.Fatal(err)
	}
	if document.Kind != "containers" || document.Query != "kind:container running" || len(document.Containers) != 3 {
		t.Fatalf("%+v", document)
	}
	shell, task := document.Containers[1], document.Containers[2]
	if shell["name"] != "shell" || shell["autoRemove"] != true || shell["exitCode"] != nil || shell["size"] != 0.0 || shell["task"] != false || shell["pinned"] != nil {
		t.Errorf("%v", shell)
	}
	if task["name"] != "web.1" || task["task"] != true {
		t.Errorf("%v", task)
	}
}

func TestLsRefusesOtherKinds(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	for _, tt := range []struct{ args, says string }{
		{"ls|kind:*", "one kind at a time"},
		{"ls|kind:container|--sort|exclusive", "--sort can't be \"exclusive\""},
		{"ls|kind:container|--cached", "images"},
		{"ls|kind:container|dangling", "`dangling` is a state of images"},
	} {
		if got := b.run(strings.Split(tt.args, "|")...); got.code != 2 || !strings.Contains(got.errs, tt.says) {
			t.Errorf("%s: exit code %d\n%s", tt.args, got.code, got.errs)
		}
	}
}

func TestRmOfContainers(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	plan := b.succeeds("rm", "--dry-run", "kind:container exited size>10MB")
	for _, text := range []string{"db", "40 MB"} {
		if !strings.Contains(plan, text) {
			t.Errorf("no %q in\n%s", text, plan)
		}
	}
	got := b.run("rm", "--yes", "--json", "kind:container name:db or kind:container name:api-1")
	var removal struct {
		Containers, Images, Blocked int
		Predicted, Freed            struct{ Min int64 }
		Steps                       []struct {
			Action string
			Target struct{ Kind string }
		}
	}
	if err := json.Unmarshal([]byte(got.out), &removal); err != nil || got.code != 0 {
		t.Fatalf("exit code %d, %v\n%s", got.code, err, got.errs)
	}
	if removal.Containers != 1 || removal.Images != 0 || removal.Blocked != 1 || removal.Predicted.Min != 40e6 || len(removal.Steps) != 2 {
		t.Errorf("%+v", removal)
	}
	if left := b.succeeds("ls", "--format", "{{.Names}}", "kind:container"); strings.Contains(left, "db") || !strings.Contains(left, "api-1") {
		t.Errorf("left are\n%s", left)
	}
	if journal := b.succeeds("journal"); !strings.Contains(journal, "kind:container name:db") {
		t.Errorf("the journal says\n%s", journal)
	}
	if got := b.run("rm", "--yes", "--stop-running", "kind:container name:api-1"); got.code != 0 || strings.Contains(b.succeeds("ls", "-q", "kind:container name:api-1"), "\n") {
		t.Errorf("a running one stays: exit code %d\n%s%s", got.code, got.out, got.errs)
	}
}

// A plan says what comes after a container that runs.
func TestRmOfTasks(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	if got := b.succeeds("rm", "--dry-run", "--stop-running", "kind:container name:web.1"); !strings.Contains(got, "the swarm service web starts another one in its place") {
		t.Errorf("the plan is\n%s", got)
	}
	if got := b.succeeds("rm", "--yes", "--stop-running", "kind:container name:shell"); !strings.Contains(got, "shell") {
		t.Errorf("--rm: %s", got)
	}
	if left := b.succeeds("ls", "-q", "kind:container name:shell"); left != "" {
		t.Errorf("left is %s", left)
	}
}

// A plan of several kinds is one, containers before their images, and survives a file.
func TestRmOfSeveralKinds(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	plan := b.succeeds("rm", "--dry-run", "--json", "kind:image repo:acme/worker or kind:container name:worker-9")
	var read struct {
		Steps []struct {
			Action string
			Ready  bool
			After  []int
		}
	}
	if err := json.Unmarshal([]byte(plan), &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Steps) != 2 || read.Steps[0].Action != "remove-container" || read.Steps[1].Action != "delete" || !read.Steps[1].Ready || len(read.Steps[1].After) != 1 {
		t.Fatalf("%+v", read)
	}
	file := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(file, []byte(plan), 0o600); err != nil {
		t.Fatal(err)
	}
	b.succeeds("rm", "--yes", "--plan", file)
	if left := b.succeeds("ls", "-q", "repo:acme/worker"); left != "" {
		t.Errorf("left is %s", left)
	}
}

func TestRmRefusesOtherKinds(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	for _, tt := range []struct{ args, says string }{
		{"rm|--yes|--platform|linux/arm64|kind:container", "containers have no platforms"},
	} {
		if got := b.run(strings.Split(tt.args, "|")...); got.code != 2 || !strings.Contains(got.errs, tt.says) {
			t.Errorf("%s: exit code %d\n%s", tt.args, got.code, got.errs)
		}
	}
}

// A pin on a container holds for commands, and for the image that it uses.
func TestPinnedContainers(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	b.succeeds("pin", "kind:container name:db")
	if got := b.succeeds("ls", "--format", "{{.Names}}", "kind:container pinned"); got != "db\n" {
		t.Errorf("pinned are %q", got)
	}
	if got := b.run("rm", "--yes", "kind:container name:db"); got.code != CodeRefused || !strings.Contains(got.errs, "db stays, pinned by kind:container name:db") {
		t.Errorf("exit code %d\n%s", got.code, got.errs)
	}
	got := b.run("rm", "--yes", "--stop-running", "--remove-stopped", "ref:alpine:*")
	if got.code != CodeDone || !strings.Contains(got.out+got.errs, "which is pinned") {
		t.Errorf("exit code %d\n%s%s", got.code, got.out, got.errs)
	}
	if left := b.succeeds("ls", "-q", "kind:container name:db"); left == "" {
		t.Error("the pinned container is gone")
	}
}

func TestWhyOfContainers(t *testing.T) {
	t.Parallel()
	b := newHarness(t, yard(), sim.Options{})
	for _, tt := range []struct{ args, says string }{
		{"why|kind:container|db", "Nothing blocks it.\nRemoving it frees 40 MB; its volumes stay."},
		{"why|kind:container|db", "  ended with exit code 137\n  project yard in /src/yard\n"},
		{"why|kind:container name:web.1", "blocked:\n  it runs; the swarm service web starts another one in its place\n    --stop-running      stop and remove its containers first\n"},
		{"why|kind:container name:shell", "it goes by itself once it stops (--rm)"},
		{"why|--json|kind:container name:api-1", `"flags": [
    "--stop-running"
  ]`},
	} {
		if got := b.succeeds(strings.Split(tt.args, "|")...); !strings.Contains(got, tt.says) {
			t.Errorf("%s says\n%s, want\n%s", tt.args, got, tt.says)
		}
	}
	for _, tt := range []struct{ args, says string }{
		{"why|kind:container running", "The query matches 3 containers: "},
		{"why|kind:container nope", "No container matches the query."},
		{"why|kind:volume x", "volumes can't be asked about"},
		{"why|kind:container dangling", "`dangling` is a state of images"},
		{"why|a|b", "why needs one reference"},
		{"why|kind:1.0", "There is no image \"kind:1.0\""}, // also the name of a tool
	} {
		if got := b.run(strings.Split(tt.args, "|")...); got.code != CodeUsage || !strings.Contains(got.errs, tt.says) {
			t.Errorf("%s: exit code %d\n%s", tt.args, got.code, got.errs)
		}
	}
	b.succeeds("pin", "kind:container name:db")
	if got := b.succeeds("why", "kind:container db"); !strings.Contains(got, "It stays: db stays, pinned by kind:container name:db.") {
		t.Errorf("pinned: %s", got)
	}
}
