package execute_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/execute"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// TestReferenceCache removes many images and counts how often the engine was asked about
// one of them.
func TestReferenceCache(t *testing.T) {
	const n = 100
	var refs []string
	w := modeltest.New(3, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	for i := range n {
		ref := fmt.Sprintf("app:%03d", i)
		w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("x", 10)}, Tags: []string{ref}})
		refs = append(refs, ref)
	}
	w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("y", 10)}, Tags: []string{"stays:1"}})

	for name, c := range map[string]struct {
		store     string
		meanwhile func(*sim.Engine) error
		asked     [2]int // at least and at most
		last      model.StepState
	}{
		"nothing happens":         {"docker28", nil, [2]int{0, 20}, model.StepDone},
		"a tag is moved":          {"docker28", func(e *sim.Engine) error { return e.Tag("stays:1", refs[n-1]) }, [2]int{2, n + 20}, model.StepSkipped},
		"a tag is added":          {"docker28", func(e *sim.Engine) error { return e.Tag(refs[n-1], "kept:1") }, [2]int{2, n + 20}, model.StepSkipped},
		"a planned tag goes":      {"docker28", func(e *sim.Engine) error { return e.Untag(refs[n-1]) }, [2]int{0, 20}, model.StepDone},
		"another tag goes":        {"docker28", func(e *sim.Engine) error { return e.Untag("stays:1") }, [2]int{0, 20}, model.StepDone},
		"the stream breaks":       {"docker28", func(e *sim.Engine) error { e.CutStreams(); return nil }, [2]int{2, n + 20}, model.StepDone},
		"silent tags of BuildKit": {"docker20", nil, [2]int{n, n + 20}, model.StepDone},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			r := plan(t, w, stores()[c.store], nil, refs...)
			held := r.engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE"}, Kind: sim.FaultHang, Times: 1})
			ctx, end := context.WithCancel(t.Context())
			defer end()
			feed := inventory.Follow(ctx, r.client, inventory.FollowOptions{Without: []model.Fact{model.FactShared, model.FactUsage, model.FactLayers, model.FactTagTimes}})
			await(t, func() bool { return r.engine.Listeners() == 1 && len(feed.Inventory().Images()) > n })
			job := execute.Start(t.Context(), r.client, r.plan, execute.Options{Jobs: 1, Feed: feed})
			await(t, func() bool { return held.Hits() == 1 })
			if c.meanwhile != nil {
				must(t, c.meanwhile(r.engine))
			}
			r.engine.SetLatency(sim.Latency{Match: sim.Match{Method: "DELETE"}, Base: time.Millisecond})
			held.Release()
			final := follow(t, job)
			if got := final[n-1]; got.State != c.last {
				t.Errorf("the last step is %v, want %v: %+v", got.State, c.last, got.Refusal)
			}
			if asked := inspections(r.engine); asked < c.asked[0] || asked > c.asked[1] {
				t.Errorf("the engine was asked about %d images, want %v", asked, c.asked)
			}
			if name != "another tag goes" && !r.has(t, "stays:1") {
				t.Error("an image went that the plan does not list")
			}
		})
	}
}

func inspections(e *sim.Engine) (count int) {
	for _, request := range e.Requests() {
		if request.Method == http.MethodGet && strings.Contains(request.Path, "/images/") && !strings.HasSuffix(request.Path, "/images/json") {
			count++
		}
	}
	return count
}

func await(t *testing.T, until func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !until(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
	}
}
