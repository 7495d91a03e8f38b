package output

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
	"jettison/store"
	"jettison/store/archive"
)

// removals are one that went as planned, one that was cut off, and one whose lines
// somebody else wrote.
func removals() []store.Removal {
	line := func(plan string, step int, name string) store.JournalLine {
		return store.JournalLine{
			Event: store.JournalIntent, At: noon(), Plan: plan, Step: step, Action: "delete", Image: "sha256:aabbccddeeff00112233", Name: name,
			References: []string{name}, Size: new(int64(1e9)), Again: "pull",
		}
	}
	state := func(state string) *store.JournalLine {
		return &store.JournalLine{Event: store.JournalOutcome, At: noon(), State: state}
	}
	done := store.Removal{Plan: "20261101-115000-aa", At: noon().Add(-10 * time.Minute), Rule: "policy nightly", User: "root", Engine: store.JournalEngine{Name: "build"}}
	for i := range 1_204 {
		done.Steps = append(done.Steps, store.RemovedStep{Intent: line(done.Plan, i, "app:1"), Outcome: state("done")})
	}
	done.Steps[0].Restored = state("done")
	cut := store.Removal{Plan: "20261001-030000-bb", At: noon().Add(-45 * day), Steps: []store.RemovedStep{
		{Intent: line("b", 0, "app:2"), Outcome: state("failed"), Restored: &store.JournalLine{State: "failed", Why: "no registry has it"}},
		{Intent: line("b", 1, "app:3")},
	}}
	cut.Steps[0].Intent.References, cut.Steps[0].Intent.Source = []string{"app:2", "app:two"}, "https://example.com at v2"
	cut.Steps[0].Outcome.Why = "a container uses it"
	const bad = "x\x1b[31m\u202e"
	hostile := store.Removal{Plan: bad, At: time.Time{}, Rule: bad, User: bad, Engine: store.JournalEngine{Name: bad}, Steps: []store.RemovedStep{
		{Intent: line(bad, 0, bad), Outcome: state(bad), Restored: &store.JournalLine{State: bad, Why: bad}},
	}}
	hostile.Steps[0].Intent.Action, hostile.Steps[0].Intent.Again, hostile.Steps[0].Intent.Size = bad, bad, new(int64(-7))
	return []store.Removal{done, cut, hostile}
}

func TestJournal(t *testing.T) {
	t.Parallel()
	all := removals()
	j := &Journal{Removals: all, Now: noon()}
	steps := &Journal{Removals: all[1:], Now: noon()}
	for name, write := range map[string]func(io.Writer) error{"removals": j.WriteText, "steps": steps.WriteSteps, "lines": steps.WriteLines} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := written(t, write)
			if strings.ContainsAny(text, "\x1b\u202e") {
				t.Errorf("what a journal has reaches the terminal raw: %q", text)
			}
			golden.RequireEqual(t, text)
		})
	}
}

func TestBackups(t *testing.T) {
	t.Parallel()
	manifest := func(name string, images ...archive.Image) *archive.Manifest {
		return &archive.Manifest{Schema: 1, Name: name, At: noon().Add(-45 * day), Engine: "unix:///x\x1b", Archive: name + ".tar.zst", Size: 5e9, Digest: "sha256:aa", Images: images}
	}
	many := make([]archive.Image, 1_204)
	for i := range many {
		many[i] = archive.Image{ID: model.ImageID("sha256:aabbccddeeff0011"), References: []string{"app:1"}, Size: 7}
	}
	b := &Backups{Now: noon(), All: []*archive.Manifest{
		manifest("none"), manifest("one", archive.Image{ID: "sha256:aabbccddeeff0011"}), manifest("many", many...),
	}}
	t.Run("text", func(t *testing.T) {
		t.Parallel()
		golden.RequireEqual(t, written(t, b.WriteText))
	})
	t.Run("document", func(t *testing.T) {
		t.Parallel()
		few := &Backups{Now: noon(), All: b.All[:2]}
		golden.RequireEqual(t, written(t, few.WriteJSON))
	})
}
