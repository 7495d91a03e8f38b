package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// madeUp is a volume name as engines make them up.
var madeUp = strings.Repeat("0123456789abcdef", 4)

// cellar is an engine with volumes: one that runs use, one that a stopped container mounts, one that
// nobody named, one of another driver.
func cellar() *modeltest.World {
	w := shop()
	volume := func(name string, size int64, days int) *modeltest.Volume {
		v := &modeltest.Volume{Name: name, Size: size, Created: w.Now.AddDate(0, 0, -days)}
		w.Volumes = append(w.Volumes, v)
		return v
	}
	volume("live_db", 300, 30)
	volume("old_db", 200, 60).Labels = map[string]string{"com.docker.compose.project": "old"}
	volume(madeUp, 100, 90)
	volume("far", 0, 10).Driver = "nfs"
	w.Run(modeltest.Start{Image: w.Images[0], Name: "db", State: model.StateRunning, Created: 3e9, Volumes: []string{"live_db"}})
	w.Run(modeltest.Start{Image: w.Images[0], Name: "old-db", State: model.StateExited, Created: 6e9, Since: 3e9, Volumes: []string{"old_db"}})
	return w
}

func TestLsOfVolumes(t *testing.T) {
	t.Parallel()
	b := newHarness(t, cellar(), sim.Options{})
	for _, tt := range []struct{ args, want string }{
		{"--format|{{.Name}}|kind:volume -anonymous", "far\nlive_db\nold_db\n"},
		{"--format|{{.Name}} {{.State}}|kind:volume unused", madeUp + " anonymous\nfar unused\n"},
		{"--format|{{.Name}} {{.Size}} {{.Links}} {{.UsedBy}}|kind:volume size>150B", "live_db 300B 1 db\nold_db 200B 1 old-db\n"},
		{"--format|{{.Name}}|--sort|created|kind:volume driver:local", "live_db\nold_db\n" + madeUp + "\n"},
		{"--format|{{.Name}}|--sort|size|kind:volume", "live_db\nold_db\n" + madeUp + "\nfar\n"},
		{"--format|{{.Name}}|--sort|state|kind:volume driver:local", "live_db\nold_db\n" + madeUp + "\n"},
		{"--format|{{.Name}}|--sort|containers:asc|kind:volume project:old or kind:volume driver:nfs", "far\nold_db\n"},
		{"-q|kind:volume anonymous", madeUp + "\n"},
		{"--format|{{.Name}} {{.Anonymous}}|kind:volume anonymous", madeUp + " true\n"},
		{"--format|table {{.Name}}\t{{.Project}}|kind:volume project:old", "VOLUME NAME   PROJECT\nold_db        old\n"},
	} {
		if got := b.succeeds(append([]string{"ls"}, strings.Split(tt.args, "|")...)...); got != tt.want {
			t.Errorf("%s prints %q, want %q", tt.args, got, tt.want)
		}
	}
	got := b.succeeds("ls", "kind:volume old_db")
	want := `
VOLUME NAME   SIZE     STATE     USED BY   PROJECT   CREATED       DRIVER
old_db        200 B    stopped   old-db    old       2 months ago   local`
	if !sameTable(got, want) {
		t.Errorf("ls prints\n%s", got)
	}
	var document struct {
		Kind    string
		Volumes []struct {
			Name, Driver string
			Size         *int64
			Project      *string
			Anonymous    bool
			Containers   []struct{ Name string }
			Options      map[string]string
		}
	}
	b.reads(&document, "ls", "--json", "--sort", "name", "kind:volume -anonymous")
	if v := document.Volumes; document.Kind != "volumes" || len(v) != 3 || v[0].Name != "far" || v[0].Size != nil || v[0].Project != nil || v[0].Options == nil ||
		*v[1].Size != 300 || v[1].Containers[0].Name != "db" || *v[2].Project != "old" {
		t.Errorf("%+v", document)
	}
}

// A plain list asks for no disk usage, which engines read all files for.
func TestLsOfVolumesIsLight(t *testing.T) {
	t.Parallel()
	b := newHarness(t, cellar(), sim.Options{})
	b.succeeds("ls", "-q", "kind:volume")
	b.succeeds("ls", "--format", "{{.Name}}", "kind:volume unused")
	for _, r := range b.engine.Requests() {
		if strings.HasSuffix(r.Path, "/system/df") {
			t.Errorf("a list of names asks for %s", r.Path)
		}
	}
}

// Volumes go once a verified backup has them, and come back from it.
func TestRmOfVolumes(t *testing.T) {
	t.Parallel()
	b := newHarness(t, cellar(), sim.Options{})
	left := func() string {
		return strings.Join(strings.Fields(b.succeeds("ls", "-q", "--sort", "name", "kind:volume")), " ")
	}
	dry := b.run("rm", "--dry-run", "kind:volume")
	for _, text := range []string{
		"blocked   volume live_db", "stop it first", "blocked   volume old_db", "used by the stopped container old-db", "remove    volume 0123456789ab", "backed up first",
		"blocked   volume far", "--without-backup", "--remove-stopped", "It removes 1 volume and frees 100 B.",
	} {
		if !strings.Contains(dry.out, text) {
			t.Errorf("no %q in\n%s", text, dry.out)
		}
	}
	if !strings.Contains(dry.errs, "first backs up 1 volume") {
		t.Errorf("of the backup it says %q", dry.errs)
	}
	got := b.run("rm", "--yes", "--remove-stopped", "kind:volume driver:local")
	if got.code != CodeDone || !strings.Contains(got.errs, "backed up 2 volumes") || left() != "far live_db" {
		t.Fatalf("code %d, left %s\n%s%s", got.code, left(), got.out, got.errs)
	}
	if back := b.run("restore", "last"); back.code != CodeFailed || !strings.Contains(back.out, "a container can't be brought back") {
		t.Errorf("code %d\n%s%s", back.code, back.out, back.errs)
	}
	if left() != madeUp+" far live_db old_db" {
		t.Errorf("there are %s", left())
	}
}

// What goes without a backup is asked about once more, each question with an answer of its own.
func TestRmOfVolumesWithoutABackup(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		answers string
		code    Code
		left    int
	}{{"y\nyes\n", CodeDone, 0}, {"y\nn\n", CodeRefused, 1}, {"y\n", CodeRefused, 1}, {"n\ny\n", CodeRefused, 1}, {"yes\ny", CodeDone, 0}} {
		b := newHarness(t, cellar(), sim.Options{})
		b.call.asks, b.call.colors, b.call.in = true, true, strings.NewReader(tt.answers)
		got := b.run("rm", "--without-backup", "kind:volume name:far")
		if got.code != tt.code || len(strings.Fields(b.succeeds("ls", "-q", "kind:volume name:far"))) != tt.left {
			t.Errorf("%q: code %d\n%s", tt.answers, got.code, got.errs)
		}
		if asked := strings.Contains(got.errs, "\x1b[1;31mIt removes 1 volume WITHOUT A BACKUP: nothing brings back far. Really?\x1b[0m"); asked == strings.HasPrefix(tt.answers, "n") {
			t.Errorf("%q asks\n%s", tt.answers, got.errs)
		}
	}
	b := newHarness(t, cellar(), sim.Options{})
	plan := b.succeeds("rm", "--dry-run", "--json", "--without-backup", "--stop-running", "kind:volume name:live_db or kind:image repo:acme/worker")
	if !strings.Contains(plan, `"without-backup"`) || strings.Count(plan, `"without-backup"`) != 1 {
		t.Errorf("only the volume has the remedy:\n%s", plan)
	}
	file := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(file, []byte(plan), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := b.run("rm", "--yes", "--plan", file); got.code != CodeDone || strings.Contains(b.succeeds("ls", "-q", "kind:volume"), "live_db") {
		t.Errorf("code %d\n%s%s", got.code, got.out, got.errs)
	}
}

// What a volume took, measured before, is what its removal freed.
func TestRmTellsWhatVolumesFreed(t *testing.T) {
	t.Parallel()
	b := newHarness(t, cellar(), sim.Options{})
	got := b.succeeds("rm", "--yes", "kind:volume unused driver:local")
	if !sameTable(got, `
DONE      WHAT                  ID             FREED   HOW
removed   volume 0123456789ab   0123456789ab   100 B

1 volume removed: predicted 100 B, freed 100 B.
`) {
		t.Errorf("it prints\n%s", got)
	}
	if got := b.succeeds("rm", "--yes", "--without-backup", "kind:volume name:far"); !strings.Contains(got, "far       –") {
		t.Errorf("of one that nobody measured it prints\n%s", got)
	}
}
