package cli

import (
	"path/filepath"

	"jettison/store"
)

// historyOf are the queries that were typed before, and how they are kept. What
// can't be read or kept is forgotten, and that of the demo is.
func historyOf(f *flags) (entries []string, remember func([]string)) {
	folder, err := stateFolder(environment)
	if err != nil || f.demo {
		return nil, nil
	}
	history := store.OpenHistory(filepath.Join(folder, "history"))
	entries, _ = history.Load() // a history that can't be read is none
	return entries, func(lines []string) { _ = history.Save(lines) }
}
