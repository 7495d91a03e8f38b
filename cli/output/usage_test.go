package output

import (
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
)

// unmeasured is a usage of which the engine told nothing.
func unmeasured() *model.Usage {
	unknown := model.Totals{Count: model.Unknown, Active: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown}
	return &model.Usage{Images: unknown, Containers: unknown, Volumes: unknown, BuildCache: unknown}
}

// huge is a usage of a build host.
func huge() *model.Usage {
	return &model.Usage{
		Images:     model.Totals{Count: 10_250, Active: 1_204, Size: 12_345_678_901_234, Reclaimable: 9_876_543_210_987},
		Containers: model.Totals{Count: 1_000_000, Active: 999_999, Size: 1, Reclaimable: 0},
		Volumes:    model.Totals{Count: 1, Active: 1, Size: 5e9, Reclaimable: 0},
		BuildCache: model.Totals{Count: 123_456, Active: 0, Size: 4e12, Reclaimable: 4e12},
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	plain := &Usage{Inventory: shop(), Now: noon()}
	about := &Usage{Inventory: on(shop(), model.StoreContainerd), Now: noon()}
	unknown := &Usage{Inventory: shop().WithUsage(unmeasured()), Now: noon()}
	large := &Usage{Inventory: shop().WithUsage(huge()), Now: noon()}
	for name, write := range map[string]func(io.Writer) error{
		"table":            plain.WriteTable,
		"table about":      about.WriteTable,
		"table unknown":    unknown.WriteTable,
		"table huge":       large.WriteTable,
		"details":          plain.WriteDetails,
		"document":         func(w io.Writer) error { return plain.WriteJSON(w, false) },
		"document details": func(w io.Writer) error { return plain.WriteJSON(w, true) },
		"document unknown": func(w io.Writer) error { return unknown.WriteJSON(w, false) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, write))
		})
	}
}

// A template gets docker's own texts, without separators.
func TestUsageByTemplate(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		usage *model.Usage
		want  string
	}{
		"huge":    {huge(), "Images 10250/1204 12.35TB|9.877TB (80%)"},
		"unknown": {unmeasured(), "Images –/– N/A|N/A"},
	} {
		f, err := ParseFormat("{{.Type}} {{.TotalCount}}/{{.Active}} {{.Size}}|{{.Reclaimable}}", UsageTable)
		if err != nil {
			t.Fatal(err)
		}
		u := &Usage{Inventory: shop().WithUsage(tt.usage), Now: noon()}
		text := written(t, func(w io.Writer) error { return u.WriteFormat(w, f) })
		if first, _, _ := strings.Cut(text, "\n"); first != tt.want {
			t.Errorf("%s: got %q, want %q", name, first, tt.want)
		}
	}
}

func TestUsageDetailsByTemplate(t *testing.T) {
	t.Parallel()
	f, err := ParseFormat("{{range .Volumes}}{{.Name}} {{.Links}} {{.Size}};{{end}}{{range .BuildCache}}{{.ID}} {{.CreatedSince}} {{.UsageCount}};{{end}}"+
		"{{range .Containers}}{{.Names}} {{.LocalVolumes}} {{.RunningFor}};{{end}}{{len .Images}}", UsageTable)
	if err != nil {
		t.Fatal(err)
	}
	u := &Usage{Inventory: shop(), Now: noon()}
	got := written(t, func(w io.Writer) error { return u.WriteDetailsFormat(w, f) })
	for _, want := range []string{"data 1 8MB;", "left 0 1MB;", "c1 24 hours ago 3;", "api-1 1 3 hours ago;", "api-0 0 2 months ago;", ";9\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}
