package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jettison/cleanup"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
)

// restoreDocument is a document of kind "restore".
type restoreDocument struct {
	Kind, Removal string
	Steps         []struct {
		Name, Way, Why, Backup string
		Taken                  []string
		Outcome                *struct {
			State, Differs, Why string
			Tagged              []string
		}
	}
}

// Images removed with a backup are restored unchanged, and the journal records it.
func TestBackedUpImagesComeBack(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	before := b.succeeds("ls", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}")
	r := b.run("rm", "--yes", "--backup", "repo:acme/api age>10d or tag:dev")
	if r.code != CodeDone || !strings.Contains(r.errs, "backed up 2 images") {
		t.Fatalf("code %d\n%s", r.code, r.errs)
	}
	if b.has("acme/api:1.0") || b.has("acme/api:dev") {
		t.Fatal("they are still there")
	}
	if list := b.succeeds("backups"); !strings.Contains(list, "acme/api:1.0, acme/api:1.1") {
		t.Errorf("the backups are\n%s", list)
	}
	var plan restoreDocument
	b.reads(&plan, "restore", "last", "--dry-run", "--json")
	if plan.Kind != "restore" || len(plan.Steps) != 3 || plan.Steps[0].Way != "load" || plan.Steps[0].Backup != plan.Removal || plan.Steps[2].Way != "tag" || plan.Steps[0].Outcome != nil {
		t.Fatalf("the plan is %+v", plan)
	}
	if b.has("acme/api:1.0") {
		t.Fatal("a dry run brought it back")
	}
	// Restore one of them, then the rest.
	var one, rest restoreDocument
	b.reads(&one, "restore", plan.Removal, "acme/api:1.1", "--json")
	if len(one.Steps) != 1 || one.Steps[0].Outcome == nil || one.Steps[0].Outcome.State != "done" || b.has("acme/api:1.0") || !b.has("acme/api:1.1") {
		t.Errorf("one is %+v", one)
	}
	b.reads(&rest, "restore", "last", "--json")
	for _, step := range rest.Steps {
		if step.Way != "there" && (step.Outcome == nil || step.Outcome.State != "done" || step.Outcome.Differs != "") {
			t.Errorf("%+v", step)
		}
	}
	if after := b.succeeds("ls", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}"); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	if list := b.succeeds("journal"); !strings.Contains(list, "3 of 3, 3 taken back") {
		t.Errorf("the journal is\n%s", list)
	}
	if again := b.succeeds("restore", "last"); !strings.Contains(again, "Nothing to take back") {
		t.Errorf("again\n%s", again)
	}
}

// The containerd store assigns digests to images that no registry has.
func TestWhatMayComeBack(t *testing.T) {
	t.Parallel()
	b := newHarness(t, pulledShop(), sim.Options{Store: model.StoreContainerd})
	b.succeeds("rm", "--yes", "ref:hub:1")
	got := b.succeeds("restore", "last", "--dry-run")
	for _, words := range []string{"may     hub:1", "is pulled by digest, if a registry has it", "1 step may be taken back, if a registry has the image."} {
		if !strings.Contains(got, words) {
			t.Errorf("it does not say %q\n%s", words, got)
		}
	}
}

// Images in a registry are pulled by digest, a name that another image has taken since stays
// there, and what can't be restored says why.
func TestWhatComesBackWithoutABackup(t *testing.T) {
	t.Parallel()
	b := newHarness(t, pulledShop(), sim.Options{})
	b.succeeds("rm", "--yes", "repo:hub or repo:own")
	if err := b.engine.Tag("other:1", "hub:2"); err != nil {
		t.Fatal(err)
	}
	r := b.run("restore", "last", "--json")
	var got restoreDocument
	decode(t, r.out, &got)
	if r.code != CodeFailed || !strings.Contains(r.errs, "1 step of the removal could not be taken back") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	for _, step := range got.Steps {
		switch step.Name {
		case "hub:1":
			if step.Way != "pull" || step.Outcome == nil || step.Outcome.State != "done" || step.Outcome.Differs != "" {
				t.Errorf("%+v %+v", step, step.Outcome)
			}
		case "hub:2":
			if step.Outcome == nil || step.Outcome.State != "done" || !strings.Contains(step.Outcome.Differs, "hub:2 is another image by now") || len(step.Taken) != 1 {
				t.Errorf("%+v %+v", step, step.Outcome)
			}
		case "own:1":
			if step.Way != "none" || !strings.Contains(step.Why, "the only copy") || step.Outcome != nil {
				t.Errorf("%+v", step)
			}
		default:
			t.Errorf("%+v", step)
		}
	}
	if id, err := b.engine.ImageID("hub:2"); err != nil || id != other(t, b) {
		t.Errorf("hub:2 was taken from the image that has it: %v, %v", id, err)
	}
}

func other(t *testing.T, b *harness) model.ImageID {
	t.Helper()
	id, err := b.engine.ImageID("other:1")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// If the backup fails, nothing is removed and no part of the backup remains.
func TestNoRemovalWithoutItsBackup(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.engine.Inject(sim.Fault{Match: sim.Match{Method: "GET", Path: "/images/get"}, Kind: sim.FaultCut})
	r := b.run("rm", "--yes", "--backup", "repo:acme/api age>10d")
	if r.code != CodeFailed || !strings.Contains(r.errs, "nothing was removed") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	if !b.has("acme/api:1.0") || !b.has("acme/api:1.1") {
		t.Error("images are gone")
	}
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(filepath.Join(folder, "backups")); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
	if text, _ := os.ReadFile(filepath.Join(folder, "journal")); len(text) > 0 {
		t.Errorf("the journal has %s", text)
	}
}

// Damaged content of a backup is not restored, and an error says so.
func TestDamagedBackup(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.succeeds("rm", "--yes", "--backup", "repo:acme/api age>10d")
	b.damageBackup()
	r := b.run("restore", "last")
	if r.code != CodeFailed || !strings.Contains(r.out, "is damaged") || b.has("acme/api:1.0") {
		t.Errorf("code %d\n%s\n%s", r.code, r.out, r.errs)
	}
}

// If the backup is damaged, images in a registry are pulled, and a note says so.
func TestDamagedBackupOfWhatCanBePulled(t *testing.T) {
	t.Parallel()
	b := newHarness(t, pulledShop(), sim.Options{})
	b.succeeds("rm", "--yes", "--backup", "repo:hub or repo:own")
	b.damageBackup()
	var got restoreDocument
	r := b.run("restore", "last", "--json")
	decode(t, r.out, &got)
	for _, step := range got.Steps {
		end := step.Outcome
		switch {
		case end == nil:
			t.Errorf("%+v", step)
		case step.Name == "own:1":
			if end.State != "failed" || !strings.Contains(end.Why, "is damaged") || strings.Contains(end.Why, "pulled") {
				t.Errorf("%s: %+v", step.Name, end)
			}
		case end.State != "done" || !strings.Contains(end.Differs, "it was pulled, as its backup could not be loaded. The backup is damaged"):
			t.Errorf("%s: %+v", step.Name, end)
		}
	}
	if r.code != CodeFailed || !b.has("hub:1") || !b.has("hub:2") || b.has("own:1") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
}

// For images that no registry has, the error names both reasons.
func TestDamagedBackupOfWhatCantBePulled(t *testing.T) {
	t.Parallel()
	b := newHarness(t, pulledShop(), sim.Options{})
	b.succeeds("rm", "--yes", "--backup", "ref:hub:1")
	b.damageBackup()
	b.engine.Inject(sim.Fault{Match: sim.Match{Method: "POST", Path: "/images/create"}, Kind: sim.FaultCut})
	r := b.run("restore", "last")
	if r.code != CodeFailed || !strings.Contains(r.out, "is damaged") || !strings.Contains(r.out, ". It could not be pulled either.") {
		t.Errorf("code %d\n%s\n%s", r.code, r.out, r.errs)
	}
}

// A value of --backup is not mistaken for a query.
func TestBackupTakesItsValueBehindASign(t *testing.T) {
	t.Parallel()
	b := newHarness(t, pulledShop(), sim.Options{})
	r := b.run("rm", "--yes", "--backup", "only-copies", "ref:hub:1")
	if r.code != CodeUsage || !strings.Contains(r.errs, "Write --backup=only-copies.") || !b.has("hub:1") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
}

// damageBackup overwrites most of the only backup.
func (b *harness) damageBackup() {
	t := b.t
	t.Helper()
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "backups", "*.tar.zst"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := len(text) / 8; i < len(text)*7/8; i++ {
		text[i] ^= 0xff
	}
	if err := os.WriteFile(files[0], text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRestoreRefusesWhatItCantMean(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.succeeds("rm", "--yes", "repo:acme/api age>10d")
	for args, want := range map[string]string{
		"restore":                 "restore needs the ID of a removal",
		"restore|lsat":            "The journal has no removal lsat",
		"restore|last|acme/api:9": "took nothing away that is called acme/api:9",
		"backups|rm":              "backups rm needs the name",
		"backups|rm|none":         "There is no backup none",
		"rm|--backup=some|x":      "it is all, only-copies or none",
	} {
		if r := b.run(strings.Split(args, "|")...); r.code != CodeUsage || !strings.Contains(r.errs, want) {
			t.Errorf("%s: code %d\n%s", args, r.code, r.errs)
		}
	}
	elsewhereJournal(t, b)
	if r := b.run("restore", "elsewhere"); r.code != CodeUsage || !strings.Contains(r.errs, "The removal was one of the engine at unix:///else.sock") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
}

func elsewhereJournal(t *testing.T, b *harness) {
	t.Helper()
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	err = store.OpenJournal(filepath.Join(folder, "journal")).Append(store.JournalLine{
		Event: store.JournalIntent, At: noon(), Plan: "elsewhere", Action: "delete", Image: "sha256:1", Name: "a:1",
		Engine: &store.JournalEngine{Name: "else", Host: "unix:///else.sock", ID: "other"},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every field of a manifest and of a restoration is described.
func TestRestoreDocumentsAreDescribed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	b := newHarness(t, shop(), sim.Options{})
	b.succeeds("rm", "--yes", "--backup", "repo:acme/api age>10d or tag:dev")
	for _, args := range []string{"restore|last|--dry-run|--json", "backups|--json", "restore|last|--json"} {
		var document any
		if err := json.Unmarshal([]byte(b.succeeds(strings.Split(args, "|")...)), &document); err != nil {
			t.Fatal(err)
		}
		eachField(document, func(name string) {
			if !strings.Contains(string(text), "`"+name+"`") && !strings.Contains(name, ":") && name != "mediaType" {
				t.Errorf("docs/json.md does not speak of %q", name)
			}
		})
	}
	name := backupName(t, b)
	if r := b.run("backups", "rm", name); r.code != CodeRefused || !strings.Contains(r.errs, "Nobody can be asked") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	b.call.asks = true
	b.call.in = strings.NewReader("n\n")
	if r := b.run("backups", "rm", name); r.code != CodeRefused || !strings.Contains(r.errs, "still has 2 images that no other backup has. Delete?") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	b.call.asks = false
	b.succeeds("backups", "rm", "--yes", name)
	if list := b.succeeds("backups", "--json"); strings.TrimSpace(list) != "[]" {
		t.Errorf("left are %s", list)
	}
}

func backupName(t *testing.T, b *harness) string {
	t.Helper()
	var all []struct{ Name string }
	b.reads(&all, "backups", "--json")
	if len(all) != 1 {
		t.Fatalf("%d backups", len(all))
	}
	return all[0].Name
}

// Registries are asked on request: an image that they no longer have is an only copy.
func TestRegistriesAreAsked(t *testing.T) {
	t.Parallel()
	b := newHarness(t, pulledShop(), sim.Options{})
	verdicts := func(args ...string) string {
		var plan struct {
			Steps      []struct{ Name, Verdict string }
			OnlyCopies int
		}
		b.reads(&plan, append([]string{"rm", "--dry-run", "--json", "repo:hub or repo:own"}, args...)...)
		var words []string
		for _, step := range plan.Steps {
			words = append(words, step.Name+" "+step.Verdict)
		}
		slices.Sort(words)
		return fmt.Sprint(strings.Join(words, ", "), ", ", plan.OnlyCopies)
	}
	if got := verdicts(); got != "hub:1 pull, hub:2 pull, own:1 only-copy, 1" {
		t.Errorf("not asked: %s", got)
	}
	if got := verdicts("--ask-registry"); got != "hub:1 pull, hub:2 pull, own:1 only-copy, 1" {
		t.Errorf("asked: %s", got)
	}
	if err := b.engine.Forget("hub:2"); err != nil {
		t.Fatal(err)
	}
	if got := verdicts("--ask-registry"); got != "hub:1 pull, hub:2 only-copy, own:1 only-copy, 2" {
		t.Errorf("it has one no more: %s", got)
	}
	b.engine.Inject(sim.Fault{Match: sim.Match{Path: "/distribution/*"}, Kind: sim.FaultCut, Times: 100})
	if got := verdicts("--ask-registry"); got != "hub:1 pull, hub:2 pull, own:1 only-copy, 1" {
		t.Errorf("nobody answers: %s", got)
	}
	if !strings.Contains(b.errs.String(), "Of 2 digests it can't be told whether a registry has it") {
		t.Errorf("nobody answers:\n%s", b.errs.String())
	}
}

// An image is not removed if its backup is gone or truncated, and a broken backup can be
// deleted.
func TestALostBackupIsNone(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.succeeds("rm", "--yes", "--backup", "acme/api:1.0")
	b.succeeds("restore", "last")
	plan := b.succeeds("rm", "--dry-run", "--json", "acme/api:1.0")
	if !strings.Contains(plan, `"verdict": "backup"`) {
		t.Fatalf("the plan is %s", plan)
	}
	name := backupName(t, b)
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "backups", name+".tar.zst")
	if err := os.Truncate(file, 10); err != nil {
		t.Fatal(err)
	}
	// A new plan backs it up again.
	r := b.run("rm", "--yes", "--backup", "acme/api:1.0")
	if r.code != CodeDone || !strings.Contains(r.errs, "backed up 1 image") || !strings.Contains(r.errs, "is damaged: it has 10 bytes") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	b.succeeds("backups", "rm", "--yes", name)
	b.succeeds("restore", "last")

	e, inv, err := loadEngine(t.Context(), &b.call, &flags{}, wants{containers: true})
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	image, ok := inv.ByRef("acme/api:1.0")
	if !ok {
		t.Fatal("it did not come back")
	}
	old := model.NewPlan(inv, []model.Key{model.ImageKey(image.ID, "acme/api:1.0")}, nil)
	if len(old.BackedUp()) != 1 {
		t.Fatal("it is not backed up")
	}
	b.succeeds("backups", "rm", "--yes", backupName(t, b))
	run := e.service.Remove(t.Context(), old, cleanup.Options{})
	progress := model.NewProgress(old, noon())
	for _, update := range ends(t, run) {
		progress.Apply(update, noon())
	}
	if progress.Skipped != 1 || progress.Step(0).Refusal == nil || !b.has("acme/api:1.0") {
		t.Errorf("%+v", progress)
	}
}

// A demo's backups are kept apart from the user's own.
func TestADemoKeepsNoBackup(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	r := b.run("--demo", "rm", "--yes", "--backup", "acme/api:1.0")
	if r.code != CodeDone || !strings.Contains(r.errs, "backed up 1 image") {
		t.Fatalf("code %d\n%s", r.code, r.errs)
	}
	if list := b.succeeds("backups", "--json"); strings.TrimSpace(list) != "[]" {
		t.Errorf("the backups are %s", list)
	}
}
