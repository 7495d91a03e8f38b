package cli

import (
	"path/filepath"

	"jettison/store"
)

// historyOf returns the queries typed before and a function that stores new ones. It ignores
// read and write errors and stores nothing for the demo.
func historyOf(f *flags) (entries []string, remember func([]string)) {
	folder, err := stateFolder(environment)
	if err != nil || f.demo {
		return nil, nil
	}
	history := store.OpenHistory(filepath.Join(folder, "history"))
	entries, _ = history.Load() // an unreadable history counts as empty
	return entries, func(lines []string) { _ = history.Save(lines) }
}
