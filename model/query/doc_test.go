package query

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"jettison/model"
)

// page returns docs/query.md.
func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the lines of the page's code blocks of a kind, without
// comments.
func blocks(t *testing.T, kind string) []string {
	t.Helper()
	var lines []string
	inside := false
	for line := range strings.Lines(page(t)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```"+kind
		case inside && !strings.HasPrefix(line, "# "):
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		t.Fatalf("the page has no block of %s", kind)
	}
	return lines
}

// sections are the sections of the page that list fields and states, and the kind whose
// they are.
func sections() map[string]model.Kind {
	return map[string]model.Kind{
		"States": model.KindImage, "Fields": model.KindImage,
		"Containers": model.KindContainer, "Volumes": model.KindVolume, "Build cache": model.KindCache,
	}
}

// fieldRow and stateRow are lines of the page.
func fieldRow(f *field) string {
	var operators []string
	for op := opGlob; op <= opGreaterEqual; op++ {
		if f.takes(op) {
			operators = append(operators, "`"+op.String()+"`")
		}
	}
	return fmt.Sprintf("| %#q | %s | %s | %#q |", f.name, f.page, strings.Join(operators, " "), f.example)
}

func stateRow(s *stateEntry) string { return fmt.Sprintf("| %#q | %s |", s.name, s.page) }

// The page lists exactly the fields and states of each kind, with operators and an
// example. The test prints the lines that the page lacks.
func TestThePageKnowsTheLanguage(t *testing.T) {
	t.Parallel()
	listed := map[model.Kind][]string{}
	section := ""
	for line := range strings.Lines(page(t)) {
		line = strings.TrimSuffix(line, "\n")
		if title, ok := strings.CutPrefix(line, "## "); ok {
			section = title
		}
		if kind, ok := sections()[section]; ok && strings.HasPrefix(line, "| `") {
			listed[kind] = append(listed[kind], line)
		}
	}
	for _, table := range tables(everyKind()) {
		var want []string
		for i := range table.states {
			want = append(want, stateRow(&table.states[i]))
		}
		for i := range table.fields {
			want = append(want, fieldRow(&table.fields[i]))
		}
		for _, line := range want {
			if !slices.Contains(listed[table.kind], line) {
				t.Errorf("of %s docs/query.md lacks the line\n%s", thingsOf(table.kind), line)
			}
		}
		for _, line := range listed[table.kind] {
			if !slices.Contains(want, line) {
				t.Errorf("of %s docs/query.md has a line too many\n%s", thingsOf(table.kind), line)
			}
		}
	}
}

func TestTheExamplesOfThePageAreQueries(t *testing.T) {
	t.Parallel()
	for _, line := range blocks(t, "query") {
		if q, err := Parse(line); err != nil || q.Empty() {
			t.Errorf("%s: %v", line, err)
		} else if found := q.Misspelled(nil); len(found) > 0 {
			t.Errorf("%s: %s", line, found)
		}
	}
}

func TestTheErrorsOfThePageAreSaid(t *testing.T) {
	t.Parallel()
	lines := blocks(t, "wrong")
	for i := 0; i+1 < len(lines); i += 2 {
		if _, err := Parse(lines[i]); err == nil || err.Error() != lines[i+1] {
			t.Errorf("of %s is said\n%v, want\n%s", lines[i], err, lines[i+1])
		}
	}
}
