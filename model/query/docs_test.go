package query

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
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

// codes returns the code spans of a table cell.
func codes(cell string) []string {
	var found []string
	for i, part := range strings.Split(cell, "`") {
		if i%2 == 1 {
			found = append(found, part)
		}
	}
	return found
}

// The page lists exactly the fields, with their operators and an example, and
// the states.
func TestThePageKnowsTheLanguage(t *testing.T) {
	t.Parallel()
	var listed []string
	section := ""
	for line := range strings.Lines(page(t)) {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			section = strings.TrimSpace(title)
		}
		cells := strings.Split(line, " | ")
		if !strings.HasPrefix(line, "| `") || section != "States" && section != "Fields" {
			continue
		}
		name := codes(cells[0])[0]
		listed = append(listed, section+" "+name)
		if section == "States" {
			continue
		}
		if len(cells) != 4 {
			t.Errorf("the row of %s has %d cells", name, len(cells))
			continue
		}
		f, _ := fieldNamed(name)
		var operators []string
		for op := opGlob; op <= opGreaterEqual; op++ {
			if f.kind.takes(op) {
				operators = append(operators, op.String())
			}
		}
		if got := codes(cells[2]); !slices.Equal(got, operators) {
			t.Errorf("%s takes %q, and the page says %q", name, operators, got)
		}
		for _, example := range codes(cells[3]) {
			if q, err := Parse(example); err != nil {
				t.Errorf("the example of %s is wrong: %v", name, err)
			} else if c, ok := q.root.(comparison); !ok || c.field != name {
				t.Errorf("the example of %s is about something else: %s", name, example)
			}
		}
	}
	var want []string
	for _, s := range states() {
		want = append(want, "States "+s.name)
	}
	for _, f := range fields() {
		want = append(want, "Fields "+f.name)
	}
	if !slices.Equal(listed, want) {
		t.Errorf("the page lists\n%q, want\n%q", listed, want)
	}
}

// The tables of the page repeat what those of the language say. The test prints
// the lines that the page lacks.
func TestPageAgreesWithTables(t *testing.T) {
	t.Parallel()
	var want []string
	for _, s := range states() {
		want = append(want, fmt.Sprintf("| %#q | %s |", s.name, s.page))
	}
	for _, f := range fields() {
		var operators []string
		for op := opGlob; op <= opGreaterEqual; op++ {
			if f.kind.takes(op) {
				operators = append(operators, "`"+op.String()+"`")
			}
		}
		want = append(want, fmt.Sprintf("| %#q | %s | %s | %#q |", f.name, f.page, strings.Join(operators, " "), f.example))
	}
	lines := strings.Split(page(t), "\n")
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("docs/query.md lacks the line\n%s", line)
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
