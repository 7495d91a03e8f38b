package dockerx_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/model"
	"jettison/model/query"
)

// pipeline is a line of shell by which people pick what to remove, and the
// query that picks what they meant.
type pipeline struct {
	name  string
	shell string // prints references, or IDs, which stand for all tags of the image
	query string
	meant func(*piece) bool
	// What the shell gets wrong: pipelineHits is what it takes along, and
	// pipelineMisses what it leaves behind.
	pipelineHits, pipelineMisses []string
}

// refs prints references, ids what stands in a column of the table.
const (
	refs = `docker images --format '{{.Repository}}:{{.Tag}}'`
	ids  = ` | awk '{print $3}'`
)

func pipelines() []pipeline {
	return slices.Concat(factPipelines(), datePipelines(), namePipelines(), orderPipelines())
}

func factPipelines() []pipeline {
	return []pipeline{
		{
			name:  "larger than",
			shell: `docker images 'sizes/*' --format '{{.Size}} {{.Repository}}:{{.Tag}}' | awk '$1 > "2MB" {print $2}'`,
			query: "repo:sizes/* size>2MB",
			meant: func(p *piece) bool { return p.under("sizes/") && p.image.Size() > 2_000_000 },
		},
		{
			name:  "dangling",
			shell: `docker images | grep none` + ids,
			query: "dangling",
			meant: func(p *piece) bool { return p.tag == "" },
		},
		{
			name:  "label",
			shell: `docker images -q --filter label=environment=development`,
			query: "label:environment=development",
			meant: func(p *piece) bool { return p.image.Labels["environment"] == "development" },
		},
		{
			name: "unused",
			shell: `docker ps -a --format '{{.Image}}' | sort -u > "$HOME/used"
				` + refs + ` | grep -vxFf "$HOME/used"`,
			query: "unused",
			meant: func(p *piece) bool { return !p.used },
		},
	}
}

func datePipelines() []pipeline {
	const before, january, february = "before a date", "2019-01-01T00:00:00Z", "2019-02-01T00:00:00Z"
	return []pipeline{
		{
			name:  before + ", by an image of about then",
			shell: refs + ` --filter before=acme/dated:6`,
			query: "created<2019-02-01",
			meant: func(p *piece) bool { return p.image.Created.Before(date(february)) },
		},
		{
			name:  before + ", by text",
			shell: `docker images --format '{{.CreatedAt}} {{.Repository}}:{{.Tag}}' | awk '$1 < "2019-02-01" {print $NF}'`,
			query: "created<2019-02-01",
			meant: func(p *piece) bool { return p.image.Created.Before(date(february)) },
		},
		{
			name:  "in a month",
			shell: `docker images --format '{{.CreatedAt}} {{.Repository}}:{{.Tag}}' | grep 2019-01 | awk '{print $NF}'`,
			query: "created=2019-01",
			meant: func(p *piece) bool {
				return !p.image.Created.Before(date(january)) && p.image.Created.Before(date(february))
			},
		},
		{
			name:  "older than 30 days",
			shell: `docker images | grep 'months ago'` + ids,
			query: "age>30d",
			meant: func(p *piece) bool { return p.age > 30*day },
		},
		{
			name:  "older than 2 weeks",
			shell: `docker images | grep 'weeks ago'` + ids,
			query: "age>2w",
			meant: func(p *piece) bool { return p.age > 14*day },
		},
		{
			name: "a time for each stage",
			shell: `now=$(date +%s)
				docker images --format '{{.Repository}}:{{.Tag}} {{.CreatedAt}}' | while read ref day time zone _; do
					case $ref in *prod*) keep=90;; *staging*) keep=30;; *dev*) keep=7;; *) continue;; esac
					[ $(( (now - $(date -d "$day $time $zone" +%s)) / 86400 )) -lt $keep ] || echo $ref
				done`,
			query: "tag:prod* age>90d or tag:staging* age>30d or tag:dev* age>7d",
			meant: func(p *piece) bool {
				return strings.HasPrefix(p.tag, "prod") && p.age > 90*day ||
					strings.HasPrefix(p.tag, "staging") && p.age > 30*day || strings.HasPrefix(p.tag, "dev") && p.age > 7*day
			},
		},
	}
}

func namePipelines() []pipeline {
	return []pipeline{
		{
			name:  "all but latest",
			shell: `docker images | grep acme/shop | grep -v latest` + ids,
			query: "repo:acme/shop -tag:latest",
			meant: func(p *piece) bool { return p.repo == "acme/shop" && p.tag != "latest" },
		},
		{
			name:  "tags of stages",
			shell: `docker images | grep -E 'dev|test|staging'` + ids,
			query: "tag~^(dev|test|staging)(-|$)",
			meant: func(p *piece) bool {
				stage, _, _ := strings.Cut(p.tag, "-")
				return stage == "dev" || stage == "test" || stage == "staging"
			},
		},
		{
			name:  "one registry",
			shell: `docker images | grep registry.example.com` + ids,
			query: "registry:registry.example.com",
			meant: func(p *piece) bool { return p.under("registry.example.com/") },
		},
	}
}

func orderPipelines() []pipeline {
	newest := []string{
		"apps/pay:1.10.0", "apps/pay:1.11.0", "apps/pay:1.12.0", "apps/pay:latest", "apps/pay:edge",
		"apps/mail:v9", "apps/mail:v10", "apps/mail:v11",
		"apps/geo:9.0", "apps/geo:9", "apps/geo:10.0", "apps/geo:10", "apps/geo:11.0", "apps/geo:11",
		"apps/one:1", "apps/one:2", "apps/one:3", "apps/one:4",
	}
	return []pipeline{{
		name: "all but the last three versions",
		shell: `for repo in $(docker images 'apps/*' --format '{{.Repository}}' | sort -u); do
				docker images $repo --format '{{.Repository}}:{{.Tag}}' | sort -V | head -n -3
			done`,
		query: "repo:apps/* vrank>3",
		meant: func(p *piece) bool { return p.under("apps/") && !slices.Contains(newest, p.name) },
	}}
}

// under reports whether the reference begins so.
func (p *piece) under(prefix string) bool { return p.tag != "" && strings.HasPrefix(p.repo, prefix) }

// date is a moment in a table.
func date(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}

// TestPipelines lets queries and the pipelines that they stand for pick from
// the same engine. The query picks exactly what was meant, reference by
// reference; what the pipeline picks is wrong in the way that the table says.
func TestPipelines(t *testing.T) {
	t.Parallel()
	w := newPipelineWorld(t)
	t.Logf("%d images, %d to pick from", len(w.Images), len(w.pieces()))
	flavors := []enginetest.Flavor{
		enginetest.SimDocker20, enginetest.SimDocker28, enginetest.SimDocker28Containerd,
		enginetest.Docker20, enginetest.Docker28, enginetest.Docker28Containerd,
	}
	engines.On(t, flavors, w.World, func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		run := &pipelineRun{t: t, world: w, engine: e, inv: untilMeasured(t, c.Follow(t.Context(), dockerx.FollowOptions{}), time.Time{})}
		for _, p := range pipelines() {
			t.Run(p.name, func(t *testing.T) { run.with(t).check(&p) })
		}
	})
}

// pipelineRun is one engine that pipelines run on.
type pipelineRun struct {
	t      *testing.T
	world  *pipelineWorld
	engine *enginetest.Engine
	inv    *model.Inventory
}

func (r *pipelineRun) with(t *testing.T) *pipelineRun {
	t.Helper()
	next := *r
	next.t = t
	return &next
}

func (r *pipelineRun) check(p *pipeline) {
	r.t.Helper()
	meant := r.meant(p.meant)
	if len(meant) == 0 {
		r.t.Fatal("the world has nothing to pick")
	}
	hits, misses := compareSets(r.selected(p.query), meant)
	if len(hits)+len(misses) > 0 {
		r.t.Errorf("the query %s also takes %q and leaves %q", p.query, hits, misses)
	}
	printed, ok := r.engine.Shell(r.t, p.shell)
	if !ok {
		return
	}
	hits, misses = compareSets(r.printed(printed), meant)
	if !slices.Equal(hits, p.pipelineHits) {
		r.t.Errorf("the pipeline also takes\n%q, want\n%q", hits, p.pipelineHits)
	}
	if !slices.Equal(misses, p.pipelineMisses) {
		r.t.Errorf("the pipeline leaves\n%q, want\n%q", misses, p.pipelineMisses)
	}
}

// meant are the names that the world says are meant.
func (r *pipelineRun) meant(is func(*piece) bool) map[string]bool {
	names := map[string]bool{}
	for name, p := range r.world.pieces() {
		if is(p) {
			names[name] = true
		}
	}
	return names
}

// selected are the names of the rows that a query matches.
func (r *pipelineRun) selected(text string) map[string]bool {
	r.t.Helper()
	q, err := query.Parse(text)
	must(r.t, err)
	matcher := q.Compile(query.Env{Now: time.Now().UTC(), Inventory: r.inv})
	names := map[string]bool{}
	rows := r.inv.Rows()
	for i := range rows {
		if !matcher.Match(&rows[i]) {
			continue
		}
		if rows[i].Ref != "" {
			names[rows[i].Ref] = true
			continue
		}
		for _, name := range r.world.names(r.t, r.engine, rows[i].Image.ID) {
			names[name] = true
		}
	}
	return names
}

// printed are the names that a pipeline printed, as `docker rmi` would take
// them: an ID takes all tags of its image, and <none>:<none> names nothing.
func (r *pipelineRun) printed(text string) map[string]bool {
	r.t.Helper()
	names := map[string]bool{}
	for _, word := range strings.Fields(text) {
		if word == "<none>:<none>" {
			continue
		}
		if _, ok := r.inv.ByRef(word); ok {
			names[word] = true
			continue
		}
		at := slices.IndexFunc(r.inv.Images(), func(image *model.Image) bool { return image.ID.Short() == word })
		if at < 0 {
			r.t.Errorf("the pipeline prints %q, which is no image", word)
			continue
		}
		for _, name := range r.world.names(r.t, r.engine, r.inv.Images()[at].ID) {
			names[name] = true
		}
	}
	return names
}

// compareSets are what only the one and what only the other has, in order.
func compareSets(got, want map[string]bool) (extra, missing []string) {
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if !want[name] {
			extra = append(extra, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !got[name] {
			missing = append(missing, name)
		}
	}
	return extra, missing
}
