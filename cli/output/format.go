package output

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"text/tabwriter"
	"text/template"

	"github.com/docker/cli/templates"

	"jettison/model"
)

// Format is a --format in docker's manner: "json" for a line of JSON for each
// item, "table" before a Go template for a table with titles, or a template
// alone.
type Format struct {
	template *template.Template
	text     string
	table    bool
}

// The words of a --format that are no templates.
const (
	formatJSON  = "json"
	formatTable = "table"
)

// PlainFormatError is a --format that shows nothing of an item. Docker would write
// the same text for each.
type PlainFormatError struct{ Text string }

// Error quotes it.
func (e *PlainFormatError) Error() string {
	return fmt.Sprintf("--format can't be %q: it shows no field", model.Clean(e.Text))
}

// ParseFormat reads a --format. standard is the template that "table" alone
// stands for.
func ParseFormat(text, standard string) (*Format, error) {
	f := &Format{text: text}
	switch rest, table := strings.CutPrefix(text, formatTable); {
	case text == formatJSON:
		f.text = "{{json .}}"
	case table && strings.TrimSpace(rest) == "":
		f.text, f.table = standard, true
	case table:
		f.text, f.table = rest, true
	}
	// As docker does: the shell hands \t on as it is written.
	if !strings.Contains(f.text, "{{") {
		return nil, &PlainFormatError{text}
	}
	f.text = strings.NewReplacer(`\t`, "\t", `\n`, "\n").Replace(strings.Trim(f.text, " "))
	parsed, err := templates.Parse(f.text)
	if err != nil {
		return nil, fmt.Errorf("template: %s", strings.TrimPrefix(err.Error(), "template: "))
	}
	f.template = parsed
	return f, nil
}

// Mentions reports whether the template may show one of the fields. A dot that
// stands alone is the whole item.
func (f *Format) Mentions(fields ...string) bool {
	if regexp.MustCompile(`(^|[^\w)])\.($|[^A-Za-z])`).MatchString(f.text) {
		return true
	}
	for _, field := range fields {
		if strings.Contains(f.text, "."+field) {
			return true
		}
	}
	return false
}

// write writes each item on a line; a table begins with the titles, which are
// by field. Nothing is written when the template fits no item.
func write[T any](w io.Writer, f *Format, titles map[string]string, items []T) error {
	var text bytes.Buffer
	for i := range items {
		if err := f.template.Execute(&text, &items[i]); err != nil {
			return fmt.Errorf("template: %s", strings.TrimPrefix(err.Error(), "template: "))
		}
		text.WriteByte('\n')
	}
	if !f.table {
		_, err := text.WriteTo(w)
		return err
	}
	// Docker's widths (github.com/docker/cli, cli/command/formatter).
	table := tabwriter.NewWriter(w, 10, 1, 3, ' ', 0)
	header := template.Must(f.template.Clone()).Funcs(templates.HeaderFunctions)
	if err := header.Execute(table, titles); err != nil {
		return fmt.Errorf("template: %s", strings.TrimPrefix(err.Error(), "template: "))
	}
	if _, err := fmt.Fprintln(table); err != nil {
		return err
	}
	if _, err := text.WriteTo(table); err != nil {
		return err
	}
	return table.Flush()
}
