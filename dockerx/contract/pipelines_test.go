package contract_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/query"
)

// pipeline is a shell command that users write to pick images to remove, and the query that
// selects what they mean.
type pipeline struct {
	name  string
	shell string // prints references, or IDs, which stand for all tags of the image
	query string
	meant func(*candidate) bool
	// The errors of the shell command: pipelineHits are selected wrongly, pipelineMisses are
	// left out wrongly.
	pipelineHits, pipelineMisses []string
}

// TestPipelines runs queries and the equivalent shell pipelines on the same engine. A query
// must select exactly what is meant, reference by reference; a pipeline must err as the table
// says.
func TestPipelines(t *testing.T) {
	t.Parallel()
	w := newPipelineWorld(t)
	t.Logf("%d images, %d to pick from", len(w.Images), len(w.candidates()))
	flavors := []enginetest.Flavor{
		enginetest.SimDocker20, enginetest.SimDocker28, enginetest.SimDocker28Containerd,
		enginetest.Docker20, enginetest.Docker28, enginetest.Docker28Containerd,
		enginetest.Docker29, enginetest.Docker29Containerd,
		// Not Podman: it puts localhost/ before all short names, which the shell commands grep for,
		// its image prune knows no "until" by build dates, and its disk usage no layers.
	}
	engines.On(t, flavors, w.World, func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		run := &pipelineRun{t: t, world: w, engine: e, inv: untilMeasured(t, inventory.Follow(t.Context(), c, inventory.FollowOptions{}), time.Time{})}
		for _, p := range pipelines() {
			t.Run(p.name, func(t *testing.T) { run.with(t).check(&p) })
		}
		t.Run("by size", func(t *testing.T) { run.with(t).checkOrder() })
		t.Run("containers by ancestor", func(t *testing.T) { run.with(t).checkAncestor() })
		t.Run("disk usage", func(t *testing.T) { run.with(t).checkUsage() })
		// This comes last, because it leaves nothing for other tests.
		t.Run("prune", func(t *testing.T) { run.with(t).checkReclaim() })
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

// meant returns the names that the world says are meant.
func (r *pipelineRun) meant(is func(*candidate) bool) map[string]bool {
	names := map[string]bool{}
	for name, p := range r.world.candidates() {
		if is(p) {
			names[name] = true
		}
	}
	return names
}

// selected returns the names of the rows that a query matches.
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

// printed returns the names that a pipeline printed, as `docker rmi` would interpret them: an
// ID selects all tags of its image, and <none>:<none> selects nothing.
func (r *pipelineRun) printed(text string) map[string]bool {
	r.t.Helper()
	names := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		if word == "<none>:<none>" {
			continue
		}
		if _, ok := r.inv.ByRef(word); ok {
			names[word] = true
			continue
		}
		image := r.short(word)
		if image == nil {
			r.t.Errorf("the pipeline prints %q, which is no image", word)
			continue
		}
		for _, name := range r.world.names(r.t, r.engine, image.ID) {
			names[name] = true
		}
	}
	return names
}

// compareSets returns what is only in got and what is only in want, sorted.
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
