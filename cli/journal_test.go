package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/store"
)

// The journal records what commands remove: what, by which rule, the outcome, and how to get
// it back.
func TestRemovalsAreWrittenDown(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.succeeds("rm", "--dry-run", "repo:acme/api", "age>10d")
	if got := b.succeeds("journal"); len(strings.Split(strings.TrimSpace(got), "\n")) != 1 {
		t.Errorf("after a dry run it has\n%s", got)
	}
	b.succeeds("rm", "--yes", "repo:acme/api", "age>10d", "or", "tag:dev", "or", "stopped")
	config := configFile(t, "[policy.old]\nremove = 'repo:legacy'\n")
	b.succeeds("--config", config, "policy", "run", "old", "--yes")

	list := b.succeeds("journal")
	lines := strings.Split(strings.TrimSpace(list), "\n")
	if len(lines) != 3 || !strings.Contains(lines[1], "policy old") || !strings.Contains(lines[1], "2 of 2") ||
		!strings.Contains(lines[2], "rm repo:acme/api age>10d or tag:dev or stopped") || !strings.Contains(lines[2], "3 of 3") {
		t.Fatalf("the journal has\n%s", list)
	}
	id := strings.Fields(lines[2])[0]
	got := b.succeeds("journal", id)
	want := `
STEP     WHAT           ID           SIZE   STATE   AGAIN
delete   acme/api:1.0   ID         130 MB   done    only-copy
delete   acme/api:1.1   ID         131 MB   done    only-copy
untag    acme/api:dev   ID         132 MB   done
`
	if !sameTable(got, want) {
		t.Errorf("the steps are\n%s", got)
	}
	var first store.JournalLine
	decoder := json.NewDecoder(strings.NewReader(b.succeeds("journal", "--json", id)))
	if err := decoder.Decode(&first); err != nil || first.Event != store.JournalIntent || first.Plan != id || first.Bytes() != 130e6 || first.Engine.Name != "test" {
		t.Errorf("the first line is %+v, %v", first, err)
	}
	var second store.JournalLine
	if err := decoder.Decode(&second); err != nil || second.Event != store.JournalOutcome || len(second.Deleted) != 1 || second.Deleted[0] != first.Image {
		t.Errorf("the second line is %+v, %v", second, err)
	}
	if r := b.run("journal", id+"x"); r.code != CodeUsage || !strings.Contains(r.errs, "Did you mean "+id+"?") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
}

// All intents are on disk before the first request that changes something. Bad lines are
// reported and skipped.
func TestIntentsComeFirst(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "journal")
	hang := b.engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE", Path: "/images/*"}, Kind: sim.FaultHang})
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.succeeds("rm", "--yes", "repo:acme/api", "age>10d")
	}()
	for hang.Hits() == 0 {
		runtime.Gosched()
	}
	text, err := os.ReadFile(file)
	if intents := strings.Count(string(text), `"event":"intent"`); err != nil || intents != 2 {
		t.Errorf("%d intents were written before the first request, %v", intents, err)
	}
	hang.Release()
	<-done
	text, err = os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("what?\n"+string(text[:len(text)-20])), 0o600); err != nil {
		t.Fatal(err)
	}
	r := b.run("journal")
	if r.code != CodeDone || !strings.Contains(r.errs, "passed over "+file+":1: ") || !strings.Contains(r.errs, file+":5: ") || !strings.Contains(r.out, "1 of 2, 1 not known") {
		t.Errorf("code %d\n%s%s", r.code, r.errs, r.out)
	}
}

// A removal works on a disk that takes no journal, and the user is told.
func TestRemovalWithoutAJournal(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, "journal"), 0o700); err != nil { // in place of the file
		t.Fatal(err)
	}
	r := b.run("rm", "--yes", "repo:acme/api", "age>10d")
	if r.code != CodeDone || strings.Count(r.errs, "The journal does not record all of this") != 1 || !strings.Contains(r.out, "2 images deleted") {
		t.Errorf("code %d\n%s%s", r.code, r.errs, r.out)
	}
}
