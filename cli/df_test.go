package cli

import (
	"slices"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

func TestDf(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	// Docker leaves out what legacy:base shares with the steps built on it, although all of
	// them are removed.
	want := `
TYPE            TOTAL   ACTIVE     SIZE    RECLAIMABLE   COMES BACK
Images              8        2   263 MB    68 MB (25%)        76 MB
Containers          2        1      0 B            0 B          0 B
Local Volumes       0        0      0 B            0 B          0 B
Build Cache         0        0      0 B            0 B          0 B
`
	if got := b.succeeds("df"); !sameTable(got, want) {
		t.Errorf("df prints\n%s", got)
	}
	if got := b.succeeds("df", "--format", "{{.Type}}: {{.Reclaimable}}, {{.ComesBack}}"); !strings.HasPrefix(got, "Images: 68MB (25%), 76 MB\nContainers: 0B, 0 B\n") {
		t.Errorf("the template prints %q", got)
	}
	var document struct {
		Kind   string
		Images struct {
			Total, Active, Size, Reclaimable int64
			ComesBack                        struct {
				Min, Max int64
				Exact    bool
			}
		}
		Details *struct {
			Images     []struct{ Reference string }
			Containers []struct{ Name, Since string }
		}
	}
	b.reads(&document, "df", "--json")
	if back := document.Images.ComesBack; document.Kind != "usage" || document.Images.Total != 8 || back.Min != 76e6 || back.Max != 76e6 || !back.Exact {
		t.Errorf("the document is %+v", document)
	}
	if document.Details != nil {
		t.Error("there are details that nobody asked for")
	}
	b.reads(&document, "df", "-v", "--json")
	if document.Details == nil || len(document.Details.Images) != 8 || len(document.Details.Containers) != 2 {
		t.Errorf("the details are %+v", document.Details)
	}
}

func TestDfDetails(t *testing.T) {
	t.Parallel()
	b := newHarness(t, modeltest.Developer(1, noon()), sim.Options{})
	got := b.succeeds("df", "-v")
	var titles []string
	for line := range strings.Lines(got) {
		if strings.Contains(line, "usage:") {
			titles = append(titles, strings.TrimSpace(line))
		}
	}
	want := []string{"Images space usage:", "Containers space usage:", "Local Volumes space usage:"}
	if len(titles) != 4 || !slices.Equal(titles[:3], want) || !strings.HasPrefix(titles[3], "Build cache usage: ") {
		t.Errorf("the tables are %q", titles)
	}
	text := b.succeeds("df", "-v", "--format", "{{range .Volumes}}{{.Name}} {{end}}|{{len .Images}}")
	if !strings.Contains(text, "acme_pgdata ") || !strings.HasSuffix(text, "|245\n") {
		t.Errorf("the template prints %q", text)
	}
}

// If sizes can't be known exactly, no reclaim figure looks exact.
func TestDfElsewhere(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]sim.Options{
		"containerd": {Store: model.StoreContainerd}, "podman": {Store: model.StorePodman},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newHarness(t, shop(), options)
			images, _, _ := strings.Cut(b.succeeds("df", "--format", "{{.ComesBack}}"), "\n")
			if !strings.ContainsAny(images, "≈–") && !strings.HasPrefix(images, "up to ") {
				t.Errorf("%q looks exact", images)
			}
		})
	}
}

func TestDfErrors(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	for name, args := range map[string][]string{
		"argument": {"df", "images"}, "both": {"df", "--json", "--format", "json"}, "template": {"df", "--format", "{{.Nope}}"},
	} {
		if r := b.run(args...); r.code != CodeUsage || r.out != "" {
			t.Errorf("%s: code %d, prints %q", name, r.code, r.out)
		}
	}
	b.engine.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Message: "a disk usage operation is already running"})
	if r := b.run("df"); r.code != CodeFailed || !strings.Contains(r.errs, "already running") {
		t.Errorf("code %d, explains %q", r.code, r.errs)
	}
}
