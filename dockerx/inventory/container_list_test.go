package inventory

import (
	"strconv"
	"testing"
	"time"

	"jettison/model"
)

// Engines tell the exit code in their sentence about the state.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		state, status string
		want          string // empty for none
	}{
		{"exited", "Exited (0) 2 weeks ago", "0"},
		{"exited", "Exited (137) About a minute ago", "137"},
		{"exited", "Exited (-1) 3 days ago", "-1"},
		{"stopped", "Exited (3221225786) 5 seconds ago", "3221225786"}, // Podman's word, and a code of Windows
		{"exited", "Exited", ""},
		{"exited", "Exited (soon) 2 weeks ago", ""},
		{"running", "Up 3 hours", ""},
		{"restarting", "Restarting (1) 5 seconds ago", ""},
		{"created", "Created", ""},
	} {
		summary := containerSummary{ID: "1", State: tt.state, Status: tt.status}
		got := ""
		if code := summary.container().ExitCode; code != nil {
			got = strconv.Itoa(*code)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.status, got, tt.want)
		}
	}
}

// What was inspected stays known when the container is listed again; what it ended with
// only as long as it did not run again.
func TestInspectedFactsAreKept(t *testing.T) {
	t.Parallel()
	code := 3
	before := model.NewInventory(model.Engine{}, time.Time{}, nil, []*model.Container{
		{ID: "a", State: model.StateExited, ExitCode: &code, AutoRemove: true, Inspected: true},
		{ID: "b", State: model.StateExited, ExitCode: &code},
	}, nil)
	merged := mergeContainers(before, []*model.Container{
		{ID: "a", State: model.StateExited}, {ID: "b", State: model.StateRunning},
	}, nil)
	if a := merged[0]; !a.AutoRemove || !a.Inspected || a.ExitCode != &code {
		t.Errorf("a: %+v", *a)
	}
	if b := merged[1]; b.Inspected || b.ExitCode != nil {
		t.Errorf("b: %+v", *b)
	}
	answers := []inspectedContainer{
		{id: "a", state: model.StateExited, answered: true},
		{id: "b", state: model.StateExited, exitCode: &code, autoRemove: true, answered: true},
		{id: "c", state: model.StateExited},
	}
	with := withInspected([]*model.Container{{ID: "b", State: model.StateRunning}, {ID: "c", State: model.StateExited}}, answers)
	if b := with[0]; !b.AutoRemove || !b.Inspected || b.ExitCode != nil {
		t.Errorf("b runs by now: %+v", *b)
	}
	if with[1].Inspected {
		t.Error("c was not answered about")
	}
}
