package inventory

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

// Each event that the engine is asked for is asked for by one kind, and leads to something.
func TestEveryEventCounts(t *testing.T) {
	t.Parallel()
	query, err := eventQuery(time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var filter struct{ Type, Event []string }
	if err := json.Unmarshal([]byte(query.Get("filters")), &filter); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, k := range kinds() {
		of, actions := k.events()
		if seen[of] || !slices.Contains(filter.Type, of) {
			t.Errorf("%s: asked for are %v", of, filter.Type)
		}
		seen[of] = true
		for _, action := range actions {
			if !slices.Contains(filter.Event, action) {
				t.Errorf("%s %s: asked for are %v", of, action, filter.Event)
			}
			var c coalescer
			if c.add(event{kind: of, action: action, id: id(1)}, time.Unix(1000, 0)); c.pending.empty() {
				t.Errorf("%s %s leads to nothing", of, action)
			}
		}
	}
}
