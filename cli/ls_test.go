package cli

import (
	"slices"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
)

func TestLsTable(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	got := b.succeeds("ls")
	want := `
REPOSITORY    TAG      IMAGE ID       CREATED         SIZE       EXCLUSIVE          SHARED   USED BY    STATE
<none>        <none>   ID             7 weeks ago   105 MB          5.0 MB          100 MB   –          dangling
acme/api      1.0      ID             5 weeks ago   130 MB           30 MB          100 MB   –          unused
acme/api      1.1      ID             2 weeks ago   131 MB           31 MB          100 MB   –          unused
acme/api      1.2      ID             3 days ago    132 MB           32 MB          100 MB   api-1      running
acme/api      dev      ID             3 days ago    132 MB           32 MB          100 MB   api-1      running
acme/worker   old      ID             6 months ago   55 MB           55 MB             0 B   worker-9   stopped
alpine        3.22     ID             3 months ago  100 MB             0 B          100 MB   –          unused
alpine        latest   ID             3 months ago  100 MB             0 B          100 MB   –          unused
legacy        app      ID             13 months ago  10 MB   2.0 MB–10 MB   up to 8.0 MB   –          unused
legacy        base     ID             13 months ago 7.0 MB             0 B          7.0 MB   –          parent
`
	if !sameTable(got, want) {
		t.Errorf("ls prints\n%s", got)
	}
	for _, r := range b.engine.Requests() {
		if r.Path != "/images/json" && strings.HasPrefix(r.Path, "/images/") {
			t.Errorf("a plain list asks for %s", r.Path)
		}
	}
}

// sameTable compares the words of two tables; ID matches any ID.
func sameTable(got, want string) bool {
	lines := func(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }
	g, w := lines(got), lines(want)
	return slices.EqualFunc(g, w, func(a, b string) bool {
		x, y := strings.Fields(a), strings.Fields(b)
		return slices.EqualFunc(x, y, func(a, b string) bool { return a == b || b == "ID" && len(a) == 12 })
	})
}

func TestLsTemplates(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	tests := []struct{ name, args, want string }{
		{"template", "--format|{{.Repository}}:{{.Tag}}|repo:acme/*", "acme/api:1.0\nacme/api:1.1\nacme/api:1.2\nacme/api:dev\nacme/worker:old\n"},
		{"docker's sizes", "--format|{{.Tag}} {{.Size}}|tag:1.1", "1.1 131MB\n"},
		{"exclusive is exact when it is asked for", "--format|{{.Reference}} {{.Exclusive}} {{.Shared}}|legacy", "legacy:app 3.0 MB 7.0 MB\nlegacy:base 0 B 7.0 MB\n"},
		{"functions", "--format|{{upper .Repository}}{{pad .Tag 1 0}}|tag:old", "ACME/WORKER old\n"},
		{"table", `--format|table {{.Repository}}\t{{.UsedBy}}|stopped`, "REPOSITORY    USED BY\nacme/worker   worker-9\n"},
		{"counts", "--format|{{.Containers}} {{.State}}|tag:dev", "1 running\n"},
		{"json of a field", "--format|{{json .Repository}}|tag:old", "\"acme/worker\"\n"},
		{"several terms", "--format|{{.Reference}}|unused|repo:acme/*|age>30d", "acme/api:1.0\n"},
		{"sort", "--sort|size:asc|--format|{{.Reference}}|repo:acme/*", "acme/worker:old\nacme/api:1.0\nacme/api:1.1\nacme/api:1.2\nacme/api:dev\n"},
		{"sort down", "--sort|-tag|--format|{{.Reference}}|repo:acme/api", "acme/api:dev\nacme/api:1.2\nacme/api:1.1\nacme/api:1.0\n"},
		{"largest first", "--sort|exclusive|--format|{{.Reference}}|tag:1.1 or tag:old", "acme/worker:old\nacme/api:1.1\n"},
		{"nothing", "--format|{{.Tag}}|repo:nope", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := b.succeeds(append([]string{"ls"}, strings.Split(tt.args, "|")...)...); got != tt.want {
				t.Errorf("prints %q, want %q", got, tt.want)
			}
		})
	}
}

// Docker's fields are formatted as docker formats them.
func TestLsSizesOfDocker(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	for _, format := range []string{"json", "{{json .}}"} {
		var image struct{ Size, SharedSize, UniqueSize, Exclusive, Shared string }
		decode(t, b.succeeds("ls", "--format", format, "ref:acme/api:1.0"), &image)
		if image.Size != "130MB" || image.SharedSize != "100MB" || image.UniqueSize != "30MB" || image.Exclusive != "30 MB" || image.Shared != "100 MB" {
			t.Errorf("%s: %+v", format, image)
		}
	}
	const figures = "{{.UniqueSize}} {{.SharedSize}}"
	elsewhere := newHarness(t, shop(), sim.Options{Store: model.StorePodman})
	if got := elsewhere.succeeds("ls", "--format", figures, "ref:acme/api:1.0"); !strings.ContainsAny(got, "≈–") && !strings.Contains(got, "up to ") {
		t.Errorf("%q looks exact", got)
	}
}

func TestLsIDs(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	short := strings.Fields(b.succeeds("ls", "-q"))
	whole := strings.Fields(b.succeeds("ls", "-q", "--no-trunc"))
	if len(short) != 8 || len(whole) != 8 {
		t.Fatalf("%d and %d IDs, want 8: each image once", len(short), len(whole))
	}
	for i := range whole {
		if whole[i] != "sha256:"+strings.TrimPrefix(whole[i], "sha256:") || model.ImageID(whole[i]).Short() != short[i] {
			t.Errorf("%s is shortened to %s", whole[i], short[i])
		}
	}
	for _, r := range b.engine.Requests() {
		if strings.HasPrefix(r.Path, "/containers") || strings.Contains(r.Query, "shared-size") {
			t.Errorf("IDs alone ask for %s?%s", r.Path, r.Query)
		}
	}
}

func TestLsJSON(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	var document struct {
		Schema int
		Kind   string
		Query  string
		Engine struct{ Name, Store string }
		Images []struct {
			ID        string
			Reference *string
			Size      int64
			Layers    *int
			Exclusive struct {
				Min, Max int64
				Exact    bool
			}
			State      string
			Containers []struct{ Name, State, Since string }
		}
	}
	b.reads(&document, "ls", "--json", "--sort", "id", "repo:acme/worker", "or", "ref:legacy:app", "or", "dangling")
	if document.Schema != 1 || document.Kind != "images" || document.Engine.Store != "graphdriver" ||
		document.Query != "repo:acme/worker or ref:legacy:app or dangling" {
		t.Errorf("the document begins with %+v", document)
	}
	if len(document.Images) != 3 {
		t.Fatalf("%d images", len(document.Images))
	}
	for _, image := range document.Images {
		own := int64(5e6)
		switch {
		case image.Reference == nil:
		case *image.Reference == "legacy:app":
			own = 3e6
		default:
			own = 55e6
			if c := image.Containers; len(c) != 1 || c[0].Name != "worker-9" || c[0].State != "exited" || c[0].Since != "2026-10-18T12:00:00Z" {
				t.Errorf("containers %+v", c)
			}
		}
		if image.Exclusive.Min != own || image.Exclusive.Max != own || !image.Exclusive.Exact || image.Layers == nil {
			t.Errorf("%+v, want %d exclusive", image, own)
		}
	}
}

// A store whose sizes can't be known exactly never shows an exact figure.
func TestLsElsewhere(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]sim.Options{
		"containerd": {Store: model.StoreContainerd}, "podman": {Store: model.StorePodman},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newHarness(t, shop(), options)
			for line := range strings.Lines(b.succeeds("ls", "--format", "{{.Exclusive}}|{{.Shared}}")) {
				for figure := range strings.SplitSeq(strings.TrimSpace(line), "|") {
					if !strings.ContainsAny(figure, "≈–") && !strings.HasPrefix(figure, "up to ") {
						t.Errorf("%q looks exact", figure)
					}
				}
			}
			for _, r := range b.engine.Requests() {
				if r.Path == "/system/df" {
					t.Error("the disk was measured")
				}
			}
		})
	}
}

func TestLsErrors(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	tests := []struct {
		name string
		args []string
		code Code
		want string // on standard error
	}{
		{"query", []string{"unused", "agee>3d"}, CodeUsage, "column 8: unknown field `agee`; did you mean `age`?\nunused agee>3d\n       ^^^^"},
		{"nothing of that name", []string{"ancestor:alpin:3.22"}, CodeUsage, "no image here is named"},
		{"sort", []string{"--sort", "bytes"}, CodeUsage, `--sort can't be "bytes".`},
		{"direction", []string{"--sort", "size:up"}, CodeUsage, `--sort can't be "size:up".`},
		{"template", []string{"--format", "{{.Tag"}, CodeUsage, "unclosed action"},
		{"no template", []string{"--format", "xml"}, CodeUsage, "--format can't be \"xml\": it shows no field.\nIt is table, json, or a Go template"},
		{"nearly json", []string{"--format", "jsn"}, CodeUsage, "Did you mean json?"},
		{"nearly a table", []string{"--format", "tabel"}, CodeUsage, "Did you mean table?"},
		{"table of nothing", []string{"--format", "table xml"}, CodeUsage, "it shows no field"},
		{"field of a template", []string{"--format", "{{.Nope}}"}, CodeUsage, "can't evaluate field Nope"},
		{"a term that is taken for flags", []string{"-running"}, CodeUsage, "comes after --, or with not"},
		{"both", []string{"--json", "-q"}, CodeUsage, "Give one of them."},
		{"two engines", []string{"-H", "a", "-c", "b"}, CodeUsage, "--host and --context"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := b.run(append([]string{"ls"}, tt.args...)...)
			if r.code != tt.code || r.out != "" || !strings.Contains(r.errs, tt.want) {
				t.Errorf("code %d, prints %q, explains %q", r.code, r.out, r.errs)
			}
		})
	}
	b.engine.Stop()
	if r := b.run("ls"); r.code != CodeNoEngine || r.out != "" || r.errs == "" {
		t.Errorf("without an engine: code %d, prints %q, explains %q", r.code, r.out, r.errs)
	}
}

func TestLsFaults(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.engine.Inject(sim.Fault{Match: sim.Match{Path: "/containers/json"}, Message: "no containers today"})
	if r := b.run("ls", "unused"); r.code != CodeFailed || r.out != "" || !strings.Contains(r.errs, "no containers today") {
		t.Errorf("code %d, prints %q, explains %q", r.code, r.out, r.errs)
	}
	b.succeeds("ls", "-q")
}

func TestQueryCompletion(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	got := b.succeeds("__complete", "ls", "unused", "repo:acme/w")
	if !strings.Contains(got, "repo:acme/worker\t1 row\n") {
		t.Errorf("completions %q", got)
	}
	b.engine.Stop()
	if got := b.run("__complete", "ls", "repo:acme/w"); strings.Contains(got.out, "acme") || strings.Contains(got.errs, "jettison:") {
		t.Errorf("without an engine: %+v", got)
	}
}
