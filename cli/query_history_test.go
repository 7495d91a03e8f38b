package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Queries persist across runs. The demo neither reads nor stores them, and an unusable folder
// disables only the history.
func TestHistoryOutlivesTheProgram(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_STATE_HOME", folder)
	entries, remember := historyOf(&flags{})
	if len(entries) > 0 {
		t.Fatalf("at first it is %q", entries)
	}
	want := []string{"unused age>30d", "dangling"}
	remember(want)
	if got, _ := historyOf(&flags{}); !slices.Equal(got, want) {
		t.Errorf("it is %q, want %q", got, want)
	}
	if _, err := os.Stat(filepath.Join(folder, "jettison", "history")); err != nil {
		t.Error(err)
	}
	if got, remember := historyOf(&flags{demo: true}); got != nil || remember != nil {
		t.Errorf("the demo has %q", got)
	}

	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", file)
	got, remember := historyOf(&flags{})
	if remember(want); got != nil {
		t.Errorf("below a file it is %q", got)
	}
}
