package cli

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

// docs/json.md describes every field of every document.
func TestDocumentsAreDescribed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	b := newHarness(t, modeltest.Developer(1, noon()), sim.Options{})
	missing := map[string]bool{}
	for _, args := range []string{
		"ls|--json", "df|-v|--json", "why|--json|legacy/reports:2.4", "rm|--dry-run|--json|ref:* or dangling",
		"rm|--dry-run|--json|--force|--stop-running|ref:* or dangling", "rm|--yes|--json|--remove-stopped|stopped",
		"ls|--json|kind:container", "ls|--json|kind:volume", "ls|--json|kind:cache", "sample|--json", "trends|--json",
	} {
		var document map[string]any
		b.reads(&document, strings.Split(args, "|")...)
		if document["schema"] != float64(1) {
			t.Errorf("%s: schema %v", args, document["schema"])
		}
		eachField(document, func(name string) {
			if !strings.Contains(string(text), "`"+name+"`") && !strings.Contains(string(text), `"`+name+`"`) {
				missing[name] = true
			}
		})
	}
	for name := range missing {
		t.Errorf("docs/json.md does not speak of %q", name)
	}
	if kinds := []string{"images", "containers", "volumes", "cache", "usage", "why", "plan", "removal", "restore", "sample", "trends"}; !strings.Contains(string(text), "`"+strings.Join(kinds[:10], "`, `")+"` or `"+kinds[10]+"`") {
		t.Error("docs/json.md does not name the kinds")
	}
}

// eachField visits the names of all fields of a document, except labels, whose names are free.
func eachField(value any, visit func(name string)) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			visit(name)
			if name != "labels" {
				eachField(member, visit)
			}
		}
	case []any:
		for _, member := range value {
			eachField(member, visit)
		}
	}
}

// A document is read back as it was written.
func TestPlanRoundTrip(t *testing.T) {
	t.Parallel()
	b := newHarness(t, modeltest.Developer(1, noon()), sim.Options{})
	plan := b.succeeds("rm", "--dry-run", "--json", "--stop-running", "--with-descendants", "unused age>30d or running or dangling")
	b.call.in = strings.NewReader(plan)
	again := b.succeeds("rm", "--dry-run", "--json", "--plan", "-")
	var first, second struct {
		Steps   []step
		Reclaim figure
	}
	if err := json.Unmarshal([]byte(plan), &first); err != nil {
		t.Fatal(err)
	}
	decode(t, again, &second)
	ready := 0
	for i := range first.Steps {
		if first.Steps[i].Ready {
			ready++
		}
	}
	if ready == 0 || len(second.Steps) != ready {
		t.Errorf("%d of %d ready steps came back", len(second.Steps), ready)
	}
	if first.Reclaim != second.Reclaim {
		t.Errorf("it frees %+v, and read again %+v", first.Reclaim, second.Reclaim)
	}
}
