package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"jettison/store"
)

// BenchmarkJournalOfRemoval measures the journal's part in a removal of 500 images: the
// intents, synced to disk, then each outcome.
func BenchmarkJournalOfRemoval(b *testing.B) {
	const steps, batch = 500, 25
	intents, outcomes := make([]store.JournalLine, steps), make([]store.JournalLine, steps)
	for i := range steps {
		intents[i] = intent("20261101-120000-abcdef", i, fmt.Sprintf("bars/single%d:1", i))
		outcomes[i] = outcome("20261101-120000-abcdef", i)
	}
	folder := b.TempDir()
	n := 0
	for b.Loop() {
		n++
		j := store.OpenJournal(filepath.Join(folder, fmt.Sprint(n)))
		if err := j.Append(intents...); err != nil {
			b.Fatal(err)
		}
		for at := 0; at < steps; at += batch {
			if err := j.Add(outcomes[at : at+batch]...); err != nil {
				b.Fatal(err)
			}
		}
		if err := j.Sync(); err != nil {
			b.Fatal(err)
		}
	}
}
