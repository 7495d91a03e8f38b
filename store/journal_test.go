package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/store"
)

var journalNow = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func intent(plan string, step int, name string) store.JournalLine {
	return store.JournalLine{
		Event: store.JournalIntent, At: journalNow, Plan: plan, Step: step, Action: "delete", Image: "sha256:aa", Name: name,
		References: []string{name}, Size: new(int64(10)), Rule: "rm unused", Again: "pull", Engine: &store.JournalEngine{Name: "test", Host: "unix:///x"},
	}
}

func outcome(plan string, step int) store.JournalLine {
	return store.JournalLine{
		Event: store.JournalOutcome, At: journalNow, Plan: plan, Step: step, State: "done", Deleted: []model.ImageID{"sha256:aa"},
	}
}

// tester is a *testing.T or a *rapid.T.
type tester interface {
	Helper()
	Fatal(args ...any)
}

// readAll reads a journal: good lines as event, plan and step, bad ones as line and reason.
func readAll(t tester, j *store.Journal) (good, bad []string) {
	t.Helper()
	err := j.Read(
		func(l store.JournalLine) {
			good = append(good, fmt.Sprintf("%s %s %d %s", l.Event, l.Plan, l.Step, l.Name))
		},
		func(b store.BadLine) { bad = append(bad, fmt.Sprintf("%d: %s", b.Line, b.Why)) },
	)
	if err != nil {
		t.Fatal(err)
	}
	return good, bad
}

func TestJournal(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state [1]", "journal")
	j := store.OpenJournal(path)
	if good, bad := readAll(t, j); len(good)+len(bad) > 0 {
		t.Errorf("at first %q, %q", good, bad)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(j.Append())
	must(j.Append(intent("p", 0, "app:1"), intent("p", 1, "forged\",\"step\":7}\n{\"event\":\u2028\x1b[2J")))
	must(store.OpenJournal(path).Append(outcome("p", 0)))
	good, bad := readAll(t, j)
	if len(bad) > 0 || len(good) != 3 || good[0] != "intent p 0 app:1" || good[2] != "outcome p 0 " || !strings.HasPrefix(good[1], "intent p 1 forged") {
		t.Errorf("read %q, bad %q", good, bad)
	}
	text, err := os.ReadFile(path)
	if err != nil || bytes.Count(text, []byte("\n")) != 3 || bytes.Contains(text, []byte("\x1b")) || bytes.Contains(text, []byte("\u2028")) {
		t.Errorf("written %q, %v", text, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v, %v", info, err)
	}
}

// Lines stay whole when several processes append at once.
func TestJournalOfSeveralAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	var group sync.WaitGroup
	for p := range 8 {
		group.Go(func() {
			for step := range 10 {
				if err := store.OpenJournal(path).Append(intent(fmt.Sprint(p), step, "a"), outcome(fmt.Sprint(p), step)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if good, bad := readAll(t, store.OpenJournal(path)); len(good) != 160 || len(bad) > 0 {
		t.Errorf("%d lines, bad %q", len(good), bad)
	}
}

// Lines of a newer program and meaningless lines are reported and skipped.
func TestForeignLines(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	text := strings.Join([]string{
		`{"schema":2,"event":"intent","plan":"p","step":0}`, `{"schema":1,"event":"intent","step":0}`, `{"schema":1,"event":"thought","plan":"p","step":0}`,
		``, `{"schema":1,"event":"intent","plan":"p","step":0,"name":"` + strings.Repeat("x", 5<<20) + `"}`, `[]`,
		store.Seal(store.JournalLine{Schema: 1, Event: store.JournalOutcome, Plan: "p", Step: 3}), `{"schema":1,"event":"outcome","plan":"p","step":4}`,
	}, "\n")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	good, bad := readAll(t, store.OpenJournal(path))
	want := []string{
		"1: a newer jettison wrote it: schema 2, this one reads up to 1", "2: it does not say of which step of which plan it is", `3: there is no event "thought"`,
		"5: it is longer than 4194304 bytes", "6: it is no JSON object of a journal: json: cannot unmarshal array into Go value of type store.JournalLine",
		"8: it is damaged: its sum is another one",
	}
	if !slices.Equal(good, []string{"outcome p 3 "}) || !slices.Equal(bad, want) {
		t.Errorf("read %q, bad\n%s\nwant\n%s", good, strings.Join(bad, "\n"), strings.Join(want, "\n"))
	}
}

// A large journal is rotated and still read, until there are too many rotated files; also while
// the clock stands still or is set back.
func TestJournalsArePutAway(t *testing.T) {
	t.Parallel()
	for _, pace := range []time.Duration{time.Second, 0, -time.Hour} {
		t.Run(pace.String(), func(t *testing.T) {
			t.Parallel()
			testPutAway(t, pace)
		})
	}
}

func testPutAway(t *testing.T, pace time.Duration) {
	t.Helper()
	folder := t.TempDir()
	j := store.OpenJournal(filepath.Join(folder, "journal"))
	j.PutAwayFrom(8 << 10)
	large := strings.Repeat("x", 1<<10)
	for i := range 12 {
		lines := make([]store.JournalLine, 8)
		for step := range lines {
			lines[step] = intent(fmt.Sprint(i), step, large)
			lines[step].At = journalNow.Add(time.Duration(i) * pace)
		}
		if err := j.Append(lines...); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 8+1+1 { // rotated files, current file, lock
		t.Errorf("%d files, %v", len(files), err)
	}
	plans := map[string]int{}
	var last string
	err = j.Read(func(l store.JournalLine) { plans[l.Plan]++; last = l.Plan }, func(b store.BadLine) { t.Errorf("bad: %+v", b) })
	if err != nil || len(plans) != 9 || plans["3"] != 8 || plans["10"] != 8 || last != "11" {
		t.Errorf("read %v, the last %s, %v", plans, last, err)
	}
}

// Whatever the fields contain, the file has as many lines as were written, each starts as
// jettison's lines do, and each is read back unchanged.
func TestJournalRoundTrip(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(folder, fmt.Sprint(n))
		j := store.OpenJournal(path)
		text := rapid.OneOf(
			rapid.String(),
			rapid.SampledFrom([]string{
				"\n{\"schema\":1,\"event\":\"outcome\",\"plan\":\"p\",\"step\":0}\n", "\r", "\u2028", "\u0085", "\x1b[2J", "\"}\n", "\\", "\x00", "\u202e",
			}),
		)
		texts := rapid.SliceOfN(text, 1, 3)
		var want []store.JournalLine
		for range rapid.IntRange(1, 4).Draw(t, "lines") {
			line := store.JournalLine{
				Schema: store.JournalSchema, Event: store.JournalIntent, At: journalNow, Plan: "p" + text.Draw(t, "plan"),
				Step: rapid.IntRange(0, 9).Draw(t, "step"), Action: text.Draw(t, "action"), Image: model.ImageID(text.Draw(t, "image")),
				Name: text.Draw(t, "name"), References: texts.Draw(t, "references"), Digests: texts.Draw(t, "digests"),
				Container: text.Draw(t, "container"), Rule: text.Draw(t, "rule"), Source: text.Draw(t, "source"), User: text.Draw(t, "user"),
				Engine: &store.JournalEngine{Name: text.Draw(t, "engine"), Host: text.Draw(t, "host"), ID: text.Draw(t, "id")},
				State:  text.Draw(t, "state"), Untagged: texts.Draw(t, "untagged"), Why: text.Draw(t, "why"),
			}
			want = append(want, line)
		}
		if err := j.Append(slices.Clone(want)...); err != nil {
			t.Fatal(err)
		}
		var got []store.JournalLine
		err := j.Read(func(line store.JournalLine) { got = append(got, line) }, func(bad store.BadLine) { t.Errorf("line %d: %s", bad.Line, bad.Why) })
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("read\n%+v, %v, want\n%+v", got, err, want)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(file), "\n"), "\n")
		if len(lines) != len(want) || slices.ContainsFunc(lines, func(line string) bool { return !strings.HasPrefix(line, `{"schema":1,"event":"intent",`) }) {
			t.Errorf("%d lines for %d:\n%s", len(lines), len(want), file)
		}
	})
}

// A resolved outcome never replaces a written one, in either order.
func TestResolvedOutcomesAreWorthLess(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, order := range [][2]bool{{true, false}, {false, true}} {
		j := store.OpenJournal(filepath.Join(t.TempDir(), "journal"))
		lines := []store.JournalLine{{Event: store.JournalIntent, At: at, Plan: "a"}}
		for _, resolved := range order {
			state := "done"
			if resolved {
				state = "cancelled"
			}
			lines = append(lines, store.JournalLine{Event: store.JournalOutcome, At: at, Plan: "a", State: state, Resolved: resolved})
		}
		if err := j.Append(lines...); err != nil {
			t.Fatal(err)
		}
		removals, err := j.Removals(func(bad store.BadLine) { t.Error(bad) })
		if err != nil || len(removals) != 1 || removals[0].Steps[0].Outcome.State != "done" {
			t.Errorf("%+v, %v", removals, err)
		}
	}
}

// A journal that is rotated during a read is read once.
func TestReadDuringRotation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j := store.OpenJournal(path)
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	if err := j.Append(store.JournalLine{Event: store.JournalIntent, At: at, Plan: "a"}); err != nil {
		t.Fatal(err)
	}
	// Simulate a rotation after the file was opened.
	if err := os.Link(path, path+".20260301T120000.000"); err != nil {
		t.Skip("no links here:", err)
	}
	n := 0
	if err := j.Read(func(store.JournalLine) { n++ }, func(bad store.BadLine) { t.Error(bad) }); err != nil || n != 1 {
		t.Errorf("%d lines, %v", n, err)
	}
}

// 0 bytes are a size, and of what makes way the size is its own.
func TestSizesOfSteps(t *testing.T) {
	t.Parallel()
	image, container := model.ImageID("sha256:aa").Target(), model.ContainerID("cc").Target()
	for name, op := range map[string]model.Op{
		"removed":   {Action: model.ActionRemove, Target: container},
		"makes way": {Action: model.ActionRemove, Target: container, For: image},
	} {
		for _, size := range []int64{0, 7, model.Unknown} {
			var line, read store.JournalLine
			line.SetOp(op)
			line.SetBytes(size)
			text, err := json.Marshal(&line)
			if err == nil {
				err = json.Unmarshal(text, &read)
			}
			if err != nil || read.Bytes() != size {
				t.Errorf("%s: %d bytes are read as %d, %v: %s", name, size, read.Bytes(), err, text)
			}
		}
	}
	var old store.JournalLine // of a version that wrote the size of the image
	text := `{"action":"remove-container","target":{"kind":"container","id":"cc"},"for":{"kind":"image","id":"sha256:aa"},"size":9}`
	if err := json.Unmarshal([]byte(text), &old); err != nil || old.Bytes() != model.Unknown {
		t.Errorf("of an old line %d bytes, %v", old.Bytes(), err)
	}
}
