package store_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"jettison/store"
)

// sealed returns a line as the journal writes it.
func sealed(line store.JournalLine) string {
	line.Schema = store.JournalSchema
	return store.Seal(line)
}

// Of a journal that is too long, the newest whole lines are read, and the rest is told.
func TestJournalThatIsTooLong(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	var lines []string
	for i := range 30 {
		lines = append(lines, sealed(intent("20261101-120000-abcdef", i, fmt.Sprintf("app:%d", i)))+"\n")
	}
	for name, text := range map[string][]string{".20260101T000000.000": lines[:10], ".20260201T000000.000": lines[10:20], "": lines[20:]} {
		if err := os.WriteFile(path+name, []byte(strings.Join(text, "")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sizes := func(from int) int64 { return int64(len(strings.Join(lines[from:], ""))) }
	for _, from := range []int{0, 1, 9, 10, 11, 19, 20, 21, 29} {
		for _, more := range []int64{0, 1, int64(len(lines[max(0, from-1)])) - 1} {
			if from == 0 && more > 0 {
				continue
			}
			j := store.OpenJournal(path)
			j.ReadMost(sizes(from) + more)
			var steps []int
			var bad []store.BadLine
			if err := j.Read(func(line store.JournalLine) { steps = append(steps, line.Step) }, func(line store.BadLine) { bad = append(bad, line) }); err != nil {
				t.Fatal(err)
			}
			want := make([]int, 0, len(lines))
			for i := from; i < len(lines); i++ {
				want = append(want, i)
			}
			if !slices.Equal(steps, want) {
				t.Errorf("from %d and %d bytes more: steps %v", from, more, steps)
			}
			if from == 0 {
				if len(bad) > 0 {
					t.Errorf("of all: %+v", bad)
				}
				continue
			}
			unread, files := sizes(0)-sizes(from)-more, (from-1)/10 // a byte more is of the line before
			if more == 0 {
				files = from / 10
			}
			told := fmt.Sprintf("its older %d bytes are not read%s: it is too long", unread, []string{"", ", 1 whole file among them", ", 2 whole files among them"}[files])
			if len(bad) != 1 || bad[0].Line != 0 || bad[0].Why != told {
				t.Errorf("from %d and %d bytes more: %+v, want %s", from, more, bad, told)
			}
		}
	}
}

// longJournal writes a journal of so many lines, each of a step of its own or of its outcome.
func longJournal(tb testing.TB, lines int) *store.Journal {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "journal")
	file, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	to := bufio.NewWriter(file)
	for i := range lines / 2 {
		plan := fmt.Sprintf("20261101-120000-%06x", i/500)
		_, _ = to.WriteString(sealed(intent(plan, i%500, fmt.Sprintf("registry.example.com/team/app:%d", i))) + "\n")
		_, _ = to.WriteString(sealed(outcome(plan, i%500)) + "\n")
	}
	if err := to.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := file.Close(); err != nil {
		tb.Fatal(err)
	}
	return store.OpenJournal(path)
}

// However long a journal is, what is read of it when the program starts takes the same memory.
func TestRecentPartOfALongJournal(t *testing.T) {
	j := longJournal(t, 120_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	removals, err := j.Recent().Removals(func(store.BadLine) {})
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil || len(removals) == 0 || removals[0].Plan == "" {
		t.Fatalf("%d removals, %v", len(removals), err)
	}
	if all := 120_000 / 2 / 500; len(removals) >= all {
		t.Errorf("all %d removals are read", len(removals))
	}
	const most = 100 << 20
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > most {
		t.Errorf("it takes %d MiB", took>>20)
	}
	runtime.KeepAlive(removals)
}

// BenchmarkStartOnALongJournal measures what a start reads of a journal of 1,000,000 lines: it
// has to take at most 1 s and 100 MiB.
func BenchmarkStartOnALongJournal(b *testing.B) {
	j := longJournal(b, 1_000_000)
	var removals []store.Removal
	for b.Loop() {
		var err error
		if removals, err = j.Recent().Removals(func(store.BadLine) {}); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.HeapAlloc)/(1<<20), "MiB-kept")
	runtime.KeepAlive(removals)
}
