package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"jettison/store"
)

// A journal that is a link to a file elsewhere stays one when it is rotated: the older files are
// beside what it leads to, and are read.
func TestJournalThatIsALink(t *testing.T) {
	t.Parallel()
	state, elsewhere := t.TempDir(), t.TempDir()
	path, target := filepath.Join(state, "journal.jsonl"), filepath.Join(elsewhere, "removals")
	for link, to := range map[string]string{path: "next", filepath.Join(state, "next"): target} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err) // Windows asks for a right
		}
	}
	// Of before it was a link.
	if err := os.WriteFile(path+".20250101T000000.000", []byte(sealed(intent("20250101-000000-abcdef", 0, "old:1"))+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	j := store.OpenJournal(path)
	j.PutAwayFrom(1)
	for i, plan := range []string{"20261101-120000-aaaaaa", "20261101-120000-bbbbbb", "20261101-120000-cccccc"} {
		line := intent(plan, 0, "app:1")
		line.At = journalNow.AddDate(0, 0, i)
		if err := j.Append(line); err != nil {
			t.Fatal(err)
		}
	}
	if to, err := os.Readlink(path); err != nil || to != "next" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	beside, err := filepath.Glob(target + "*")
	if err != nil || len(beside) != 3 {
		t.Errorf("elsewhere are %q, %v", beside, err)
	}
	good, bad := readAll(t, j)
	want := []string{
		"intent 20250101-000000-abcdef 0 old:1", "intent 20261101-120000-aaaaaa 0 app:1",
		"intent 20261101-120000-bbbbbb 0 app:1", "intent 20261101-120000-cccccc 0 app:1",
	}
	if !slices.Equal(good, want) || len(bad) > 0 {
		t.Errorf("read %q and %q", good, bad)
	}
}
