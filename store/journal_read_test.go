package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jettison/store"
)

// damage simulates what a crash or a fault does to a file.
func damage(t *rapid.T, text []byte) []byte {
	text = bytes.Clone(text)
	for range rapid.IntRange(0, 3).Draw(t, "damages") {
		if len(text) == 0 {
			break
		}
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		switch rapid.IntRange(0, 6).Draw(t, "how") {
		case 0: // the rest was not written
			text = text[:at]
		case 1:
			text[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case 2:
			text[at] = '\n'
		case 3: // a block was not written
			clear(text[at:min(len(text), at+rapid.IntRange(1, 600).Draw(t, "zeros"))])
		case 4:
			text = slices.Delete(text, at, min(len(text), at+rapid.IntRange(1, 600).Draw(t, "lost")))
		case 5:
			text = slices.Insert(text, at, rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(t, "noise")...)
		case 6: // a line end was lost
			if end := bytes.IndexByte(text[at:], '\n'); end >= 0 {
				text = slices.Delete(text, at+end, at+end+1)
			}
		}
	}
	return text
}

// lineOf describes the contents of a readable line, or the place of a bad one.
func lineOf(line store.JournalLine) string {
	text, err := json.Marshal(line)
	if err != nil {
		panic(err) // can't fail: only strings and numbers
	}
	return string(text)
}

func badAt(path string, line int) string { return fmt.Sprintf("bad: %s:%d", filepath.Base(path), line) }

// Whatever the damage to a journal, every intact line is read, every other line is reported
// with its number, no line is invented, and lines appended later are read too.
func TestDamagedJournal(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	cases := 0
	rapid.Check(t, func(t *rapid.T) {
		cases++
		folder := filepath.Join(root, fmt.Sprint(cases))
		defer os.RemoveAll(folder) //nolint:errcheck // deleted with the root anyway
		path := filepath.Join(folder, "journal")
		written := writeJournal(t, path)
		want := damageAll(t, path, written)

		later := intent("later", 0, "app:2")
		if err := store.OpenJournal(path).Append(later); err != nil {
			t.Fatal(err)
		}
		later.Schema = store.JournalSchema
		want = append(want, lineOf(later))
		var got []string
		err := store.OpenJournal(path).Read(
			func(line store.JournalLine) { got = append(got, lineOf(line)) },
			func(bad store.BadLine) { got = append(got, badAt(bad.File, bad.Line)) },
		)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("read\n%s\n%v, want\n%s", strings.Join(got, "\n"), err, strings.Join(want, "\n"))
		}
	})
}

// writeJournal writes a journal of up to four files and returns the contents of each line.
func writeJournal(t *rapid.T, path string) (written map[string]string) {
	j := store.OpenJournal(path)
	j.PutAwayFrom(1500)
	written = map[string]string{}
	for i := range rapid.IntRange(1, 12).Draw(t, "lines") {
		line := intent("p", i, rapid.StringN(0, 20, -1).Draw(t, "name"))
		line.At = journalNow.Add(time.Duration(i) * time.Second) // the files are named by this time
		if rapid.Bool().Draw(t, "outcome") {
			line.Event = store.JournalOutcome
		}
		if err := j.Append(line); err != nil {
			t.Fatal(err)
		}
		line.Schema = store.JournalSchema
		written[store.Seal(line)] = lineOf(line)
	}
	return written
}

// damageAll damages the files of a journal and returns what must be read from them.
func damageAll(t *rapid.T, path string, written map[string]string) (want []string) {
	files, err := filepath.Glob(path + ".[0-9]*T*")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	for _, file := range append(files, path) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text = damage(t, text)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			line = strings.TrimRight(line, "\r")
			if says, whole := written[line]; whole {
				want = append(want, says)
			} else if line != "" {
				want = append(want, badAt(file, n+1))
			}
		}
	}
	return want
}
