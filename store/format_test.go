package store_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
	"jettison/model/trend"
	"jettison/store"
	"jettison/store/wire"
)

// The golden files hold what jettison has written so far. A change in one of them is a change
// of a format, which every later version must read.

// requireFormat fails t if a file differs from its golden file.
func requireFormat(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, text)
}

// wholeJournal uses every field of a line and every name that a field may hold.
func wholeJournal() []store.JournalLine {
	engine := &store.JournalEngine{Name: "build", Host: "unix:///var/run/docker.sock", ID: "6a1cb4a8"}
	lines := []store.JournalLine{{
		Event: store.JournalIntent, Plan: "20261101-120000-6a74", Action: wire.Action(model.ActionRemove, model.KindImage), Image: "sha256:aa", Name: "acme/api:1.0",
		References: []string{"acme/api:1.0", "acme/api:old"}, Digests: []string{"acme/api@sha256:bb"}, Prunes: []model.ImageID{"sha256:cc"},
		Manifests: store.JournalManifests([]model.Manifest{
			{Digest: "sha256:dd", Kind: model.ManifestPlatform, Platform: "linux/arm64/v8", Available: true},
			{Digest: "sha256:ee", Kind: model.ManifestAttestation, Available: true},
		}),
		Size: new(int64(1_234_567_890)), Container: "web-3 dd", Rule: "policy nightly", Again: wire.Verdicts().Of(model.VerdictRebuild),
		Source: "https://example.com/api at 3f2a91c", Backup: "20261101-120000-6a74", User: "root", Engine: engine,
	}}
	action := func(name string) {
		lines = append(lines, store.JournalLine{Event: store.JournalIntent, Plan: "actions", Step: len(lines), Action: name})
	}
	const first = 3 // the original actions; later ones are at the end
	for _, name := range wire.Actions()[:first] {
		action(name)
	}
	for _, name := range wire.Verdicts()[model.VerdictOnlyCopy:] {
		lines = append(lines, store.JournalLine{Event: store.JournalIntent, Plan: "verdicts", Step: len(lines), Again: name})
	}
	for _, name := range wire.States() {
		lines = append(lines,
			store.JournalLine{
				Event: store.JournalOutcome, Plan: "states", Step: len(lines), State: name, Untagged: []string{"acme/api:1.0"},
				Deleted: []model.ImageID{"sha256:aa"}, Why: "another container uses it by now", Resolved: true,
			},
			store.JournalLine{
				Event: store.JournalRestored, Plan: "states", Step: len(lines), State: name, Tagged: []string{"acme/api:1.0"},
				Differs: "its layers are packed otherwise", Why: "the registry has it no more", User: "root",
			})
	}
	for _, name := range wire.Actions()[first:] {
		action(name)
	}
	for _, kind := range wire.Kinds()[1:] {
		lines = append(lines, store.JournalLine{
			Event: store.JournalIntent, Plan: "targets", Step: len(lines),
			Target: &wire.Target{Kind: kind, ID: "aa"}, For: &wire.Target{Kind: kind, ID: "bb"},
		})
	}
	lines = append(lines, store.JournalLine{Event: store.JournalIntent, Plan: "unplanned", Step: len(lines), Unplanned: true})
	for i := range lines {
		lines[i].At = journalNow.Add(time.Duration(i) * time.Second)
	}
	return lines
}

func TestJournalFormat(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	journal, lines := store.OpenJournal(path), wholeJournal()
	if err := journal.Append(lines...); err != nil {
		t.Fatal(err)
	}
	requireFormat(t, path)
	var read []store.JournalLine
	err := journal.Read(func(line store.JournalLine) { read = append(read, line) }, func(bad store.BadLine) { t.Errorf("%+v", bad) })
	if err != nil || !reflect.DeepEqual(read, lines) {
		t.Errorf("%v: read as %+v", err, read)
	}
}

// Lines with names that this version does not know are kept but not counted.
func TestUnknownNamesInJournal(t *testing.T) {
	t.Parallel()
	journal := store.OpenJournal(filepath.Join(t.TempDir(), "journal"))
	intent, outcome := intent("a", 0, "app:1"), outcome("a", 0)
	intent.Action, outcome.State, outcome.Deleted = "compress", "compressed", nil
	if err := journal.Append(intent, outcome); err != nil {
		t.Fatal(err)
	}
	removals, err := journal.Removals(func(bad store.BadLine) { t.Errorf("%+v", bad) })
	if err != nil || len(removals) != 1 || len(removals[0].Steps) != 1 {
		t.Fatalf("%v: %+v", err, removals)
	}
	step := &removals[0].Steps[0]
	if step.Intent.Action != "compress" || step.Outcome.State != "compressed" {
		t.Errorf("it is read as %+v, %+v", step.Intent, step.Outcome)
	}
	if step.Took() || removals[0].Done() != 0 || removals[0].Open() != 0 {
		t.Error("what became of it is known")
	}
}

func TestSamplesFormat(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "samples")
	samples := store.OpenSamples(path)
	exact := sampleOf(sampled, 3)
	exact.Repositories[2] = trend.Repository{Name: model.None, Images: 7, Bytes: 0, About: true}
	exact.Others = trend.Others{Repositories: 12, Images: 40, Bytes: 123_456}
	about := sampleOf(sampled.Add(time.Hour), 1)
	about.About, about.Engine.ID, about.Disk = true, "", trend.UnknownDisk()
	for _, sample := range []*trend.Sample{exact, about} {
		if added, err := samples.Add(sample, 0); !added || err != nil {
			t.Fatal(added, err)
		}
	}
	requireFormat(t, path)
	if read := loads(t, samples, 0); !reflect.DeepEqual(read, []trend.Sample{*exact, *about}) {
		t.Errorf("read as %+v", read)
	}
}

func TestLayersFormat(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	layers := store.OpenLayers(folder, "overlay2", "")
	save(t, layers, facts("sha256:one"), model.LayerFacts{ID: "sha256:bare"})
	requireFormat(t, filepath.Join(folder, "layers-overlay2.jsonl"))
}

func TestPinsFormat(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pins")
	if err := os.WriteFile(path, []byte("# kept by hand\n\nrepo:acme/db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"ref:acme/api:1.0", `label:keep="é ✓"`} {
		if added, err := store.OpenPins(path).Add(query); !added || err != nil {
			t.Fatal(added, err)
		}
	}
	requireFormat(t, path)
}

func TestHistoryFormat(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	history := store.OpenHistory(path)
	if err := history.Save([]string{"unused age>30d", `repo:"é ✓"`}); err != nil {
		t.Fatal(err)
	}
	requireFormat(t, path)
	read, err := history.Load()
	if err != nil || strings.Join(read, "\n") != "unused age>30d\n"+`repo:"é ✓"` {
		t.Errorf("%v: read as %q", err, read)
	}
}

func TestLastListFormat(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	list := store.OpenLastList(folder, "ID:1")
	if err := list.Save(lastList()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "list-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	requireFormat(t, files[0])
	if read, err := list.Load(); err != nil || !reflect.DeepEqual(read, lastList()) {
		t.Errorf("read as %+v, %v", read, err)
	}
}
