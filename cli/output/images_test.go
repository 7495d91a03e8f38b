package output

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
)

func images(inv *model.Inventory) *Images {
	return &Images{Inventory: inv, Rows: rows(inv), Now: noon(), Used: true, Shares: true}
}

func TestImages(t *testing.T) {
	t.Parallel()
	exact, about := shop(), on(shop(), model.StoreContainerd)
	bare := images(exact)
	bare.Used, bare.Shares = false, false
	for name, write := range map[string]func(io.Writer) error{
		"table":         images(exact).WriteTable,
		"table about":   images(about).WriteTable,
		"table unasked": bare.WriteTable, // neither containers nor what is shared
		"IDs":           images(exact).WriteIDs,
		"document":      func(w io.Writer) error { return images(exact).WriteJSON(w, "age>1d") },
		"document platforms": func(w io.Writer) error {
			few := images(ported(about, "acme/site:9"))
			few.Rows = slices.DeleteFunc(few.Rows, func(row *model.Row) bool { return row.Ref != "acme/site:9" })
			return few.WriteJSON(w, "platforms>1")
		},
		"document about": func(w io.Writer) error { return images(about).WriteJSON(w, "") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, write))
		})
	}
}

func TestImagesByTemplate(t *testing.T) {
	t.Parallel()
	for name, format := range map[string]string{
		"table": formatTable, "JSON": formatJSON, "own table": `table {{.ID}}\t{{.Labels}}\t{{.Digest}}`,
		"lines": "{{.Repository}} {{.Size}} {{.UniqueSize}} {{.SharedSize}} {{.Containers}}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := ParseFormat(format, ImageTable)
			if err != nil {
				t.Fatal(err)
			}
			i := images(shop())
			text := written(t, func(w io.Writer) error { return i.WriteFormat(w, f) })
			if strings.ContainsRune(text, '\x1b') {
				t.Errorf("a label reaches the terminal raw: %q", text)
			}
			if format != formatJSON { // which has local times
				golden.RequireEqual(t, text)
			}
		})
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text  string
		wrong string // part of the error; empty for a good one
		shows []string
		not   []string
	}{
		{"{{.Size}}", "", []string{"Size"}, []string{"Exclusive"}},
		{"{{.}}", "", []string{"Size", "Exclusive"}, nil},
		{"{{json .}}", "", []string{"Exclusive"}, nil},
		{"json", "", []string{"Exclusive"}, nil},
		{"table", "", []string{"Exclusive"}, []string{"UniqueSize"}},
		{"table {{.Tag}}", "", []string{"Tag"}, []string{"Exclusive"}},
		{"ids\x1b[31m", `"ids[31m"`, nil, nil},
		{"{{.Size", "template: ", nil, nil},
		{"", "shows no field", nil, nil},
	} {
		f, err := ParseFormat(tt.text, ImageTable)
		if plain, ok := errors.AsType[*PlainFormatError](err); tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
			t.Errorf("%q: %v, want an error with %q", tt.text, err, tt.wrong)
		} else if ok && plain.Text != tt.text {
			t.Errorf("%q: the error is about %q", tt.text, plain.Text)
		}
		if tt.wrong != "" {
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		for _, field := range tt.shows {
			if !f.Mentions(field) {
				t.Errorf("%q does not mention %s", tt.text, field)
			}
		}
		for _, field := range tt.not {
			if f.Mentions(field) {
				t.Errorf("%q mentions %s", tt.text, field)
			}
		}
	}
	f, err := ParseFormat("{{.Nothing}}", ImageTable)
	if err != nil {
		t.Fatal(err)
	}
	if err := images(shop()).WriteFormat(io.Discard, f); err == nil || !strings.Contains(err.Error(), "Nothing") {
		t.Errorf("a field that is not there: %v", err)
	}
}

// An error of what is written to comes back.
func TestWriteErrors(t *testing.T) {
	t.Parallel()
	i := images(shop())
	f, err := ParseFormat(formatTable, ImageTable)
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer) error{
		"table": i.WriteTable, "IDs": i.WriteIDs, "document": func(w io.Writer) error { return i.WriteJSON(w, "") },
		"template": func(w io.Writer) error { return i.WriteFormat(w, f) },
	} {
		if err := write(cannot{}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
