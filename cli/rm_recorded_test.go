package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

// recorded is a file that jettison wrote before steps had targets.
func recorded(name string) string { return "testdata/recorded/" + name }

// An old plan file executes the same steps as it did. If the engine has changed since, the
// same steps are skipped.
func TestRecordedPlanIsCarriedOut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*testing.T, *harness)
	}{
		{"unchanged", func(*testing.T, *harness) {}},
		{"changed", func(t *testing.T, b *harness) {
			t.Helper()
			err := errors.Join(b.engine.Tag("acme/api:1.0", "acme/api:kept"), b.engine.RemoveImage("acme/api:1.1", false), b.engine.StopContainer("api-1"))
			if err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newHarness(t, shop(), sim.Options{})
			tt.change(t, b)
			var log strings.Builder
			b.logs(&log, "rm", "--dry-run", "--plan", recorded("plan.json"))
			b.logs(&log, "rm", "--yes", "--plan", recorded("plan.json"))
			b.logs(&log, "ls", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}")
			golden.RequireEqual(t, []byte(log.String()))
		})
	}
}

// An old journal can be listed, resolved and restored.
func TestRecordedJournalIsTakenBack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		world func() *modeltest.World
		lose  func(*sim.Engine) []error // removes images from the engine
	}{
		{"shop", shop, func(e *sim.Engine) []error {
			return []error{
				e.RemoveContainer("worker-9"), e.RemoveImage("acme/worker:old", false), e.Untag("alpine:latest"),
				e.RemoveImage("acme/api:1.0", false), e.RemoveImage("acme/api:1.1", false),
			}
		}},
		{"pulled", pulledShop, func(e *sim.Engine) []error {
			return []error{e.RemoveImage("hub:1", false), e.RemoveImage("own:1", false)}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newHarness(t, tt.world(), sim.Options{})
			b.keeps(t, recorded("journal-"+tt.name))
			if err := errors.Join(tt.lose(b.engine)...); err != nil {
				t.Fatal(err)
			}
			var log strings.Builder
			b.logs(&log, "journal")
			var removals []string
			for line := range strings.Lines(b.succeeds("journal", "--json")) {
				var removal struct{ Plan string }
				decode(t, line, &removal)
				if !slices.Contains(removals, removal.Plan) {
					removals = append(removals, removal.Plan)
				}
			}
			for _, id := range removals {
				b.logs(&log, "journal", id)
				fmt.Fprintf(&log, "$ restore %s --dry-run --json\n%s\n", id, old(t, b.run("restore", id, "--dry-run", "--json").out))
			}
			b.logs(&log, "rm", "--yes", "repo:nothing") // resolves interrupted steps
			for _, id := range removals {
				b.logs(&log, "restore", id)
				b.logs(&log, "journal", id)
			}
			b.logs(&log, "ls", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}")
			golden.RequireEqual(t, []byte(log.String()))
		})
	}
}

// keeps installs a journal in a bench.
func (b *harness) keeps(t *testing.T, journal string) {
	t.Helper()
	text, err := os.ReadFile(journal)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(b.journal(t)), 0o700)
	}
	if err == nil {
		err = os.WriteFile(b.journal(t), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// journal returns the path of a bench's journal.
func (b *harness) journal(t *testing.T) string {
	t.Helper()
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "journal")
}

// logs records the result of a command line.
func (b *harness) logs(log *strings.Builder, args ...string) {
	r := b.run(args...)
	fmt.Fprintf(log, "$ %s\n%s%s= %d\n\n", strings.Join(args, " "), r.out, r.errs, r.code)
}

// old removes fields that were added after the files were recorded.
func old(t *testing.T, document string) string {
	t.Helper()
	var fields struct {
		Kind, Removal string
		Steps         []map[string]any
	}
	decode(t, document, &fields)
	for _, step := range fields.Steps {
		delete(step, "target")
		delete(step, "for")
	}
	text, err := json.MarshalIndent(fields, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
