package cli

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// randomWorld has a few related images with any number of names and some containers. If
// classic is set, some images are from classic builds.
func randomWorld(random *rand.Rand, seed uint64, classic bool) *modeltest.World {
	w := modeltest.New(seed, noon())
	var made []*modeltest.Image
	for i := range 3 + random.IntN(8) {
		recipe := modeltest.Recipe{Classic: classic && random.IntN(3) == 0, Created: noon().Add(-day * time.Duration(1+random.IntN(90)))}
		if len(made) > 0 && random.IntN(4) > 0 {
			recipe.From = made[random.IntN(len(made))]
		}
		for range 1 + random.IntN(3) {
			recipe.Add = append(recipe.Add, modeltest.Run("COPY app /app", 1000*(1+random.Int64N(1000))))
		}
		for tag := range random.IntN(4) {
			recipe.Tags = append(recipe.Tags, fmt.Sprintf("repo%d:%d.%d", i%3, i, tag))
		}
		image := w.Build(recipe)
		made = append(made, image)
		if random.IntN(4) == 0 {
			state := []model.ContainerState{model.StateRunning, model.StateExited, model.StateCreated}[random.IntN(3)]
			w.Run(modeltest.Start{Image: image, State: state, Since: day})
		}
	}
	return w
}

// randomRemoval returns a query and flags about blockers.
func randomRemoval(random *rand.Rand) []string {
	queries := []string{
		"ref:* or dangling", "unused", "repo:repo1", "tag~0$", "dangling", "size>500kB", "rank>1", "used", "leaf", "exclusive>1kB",
		"age>30d or repo:repo2", "not tag~1$", "stopped or dangling",
	}
	args := []string{queries[random.IntN(len(queries))]}
	for _, flag := range []string{"--remove-stopped", "--stop-running", "--with-descendants", "--force"} {
		if random.IntN(3) == 0 {
			args = append(args, flag)
		}
	}
	return args
}

// step holds the fields of a document's step that tests compare.
type step struct {
	Action, Image, Name, Added                   string
	Ready, Force, Stop                           bool
	References, Keeps, Digests, Prunes, Remedies []string
	After                                        []int
	Container                                    *struct{ ID, Name, State string }
	Blockers                                     []struct {
		Kind, Text string
		Containers []struct{ ID string }
	}
	Reclaim figure
	Outcome *struct{ State string }
}

type figure struct {
	Min, Max int64
	Exact    bool
}

// plain holds the fields of a document that tests compare.
type plain struct {
	Steps                     []step
	Reclaim, Predicted, Freed figure
}

func read(t *testing.T, text string) plain {
	t.Helper()
	var document plain
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return document
}

// A dry run and the run that follows agree on every step: the run does everything listed and
// nothing else.
func TestDryRunAndRunAgree(t *testing.T) {
	t.Parallel()
	const parts, cases = 4, 60
	for part := range parts {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			for i := range cases {
				agree(t, uint64(part*cases+i))
			}
		})
	}
}

func agree(t *testing.T, seed uint64) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	store := []model.Store{model.StoreGraph, model.StoreGraph, model.StoreContainerd, model.StorePodman}[random.IntN(4)]
	// No plan can predict what Podman does to parents.
	b := newHarness(t, randomWorld(random, seed, store != model.StorePodman), sim.Options{Store: store})
	defer b.engine.Close()
	args := append([]string{"rm", "--json"}, randomRemoval(random)...)
	before := b.list()
	planned := read(t, b.succeeds(append(args, "--dry-run")...))
	for _, request := range b.engine.Requests() {
		if request.Method != http.MethodGet && request.Method != http.MethodHead {
			t.Fatalf("case %d: the dry run sends %s %s", seed, request.Method, request.Path)
		}
	}
	r := b.run(append(args, "--yes")...)
	if r.code != CodeDone {
		t.Fatalf("case %d, %s on %s: code %d: %s\n%s", seed, strings.Join(args, " "), store, r.code, r.errs, r.out)
	}
	done := read(t, r.out)
	expected := map[string]bool{}
	for ref := range before {
		expected[ref] = true
	}
	if len(planned.Steps) != len(done.Steps) {
		t.Fatalf("case %d: %d steps planned, %d done", seed, len(planned.Steps), len(done.Steps))
	}
	for i, step := range done.Steps {
		outcome := step.Outcome
		step.Outcome = nil
		if !reflect.DeepEqual(step, planned.Steps[i]) {
			t.Fatalf("case %d, step %d:\nplanned %+v\ndone    %+v", seed, i, planned.Steps[i], step)
		}
		if carried := outcome != nil; carried != step.Ready || carried && outcome.State != "done" {
			t.Fatalf("case %d, %s on %s, step %d: %+v ended as %+v", seed, strings.Join(args, " "), store, i, step, outcome)
		}
		if step.Ready {
			takeAway(expected, &step, store)
		}
	}
	if after := b.list(); !reflect.DeepEqual(expected, after) {
		t.Fatalf("case %d, %s on %s: the engine has %v, want %v\n%s", seed, strings.Join(args, " "), store, after, expected, r.errs)
	}
	if planned.Reclaim != done.Predicted {
		t.Fatalf("case %d: planned %v, predicted %v", seed, planned.Reclaim, done.Predicted)
	}
	if store == model.StoreGraph && done.Predicted.Exact && done.Predicted != done.Freed {
		t.Fatalf("case %d: predicted %v, freed %v", seed, done.Predicted, done.Freed)
	}
}

// takeAway deletes what a step removes from the list of an engine's contents.
func takeAway(listed map[string]bool, s *step, store model.Store) {
	for _, ref := range s.References {
		delete(listed, s.Image+" "+ref)
	}
	switch s.Action {
	case "remove-container":
		delete(listed, "container "+s.Container.ID)
	case "delete":
		if s.Force && store == model.StorePodman {
			for _, blocker := range s.Blockers {
				for _, container := range blocker.Containers {
					delete(listed, "container "+container.ID) // killed, as the plan says
				}
			}
		}
		delete(listed, s.Image+" ")
		for _, parent := range s.Prunes {
			delete(listed, parent+" ")
		}
	}
}

// list returns the contents of an engine: images including hidden ones, their references, and
// containers.
func (b *harness) list() map[string]bool {
	b.t.Helper()
	e, err := openEngine(b.t.Context(), &b.call, &flags{}, wants{containers: true})
	if err != nil {
		b.t.Fatal(err)
	}
	defer e.close()
	inv, err := e.load(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, image := range inv.Images() {
		listed[string(image.ID)+" "] = true
		for _, tag := range image.Tags {
			listed[string(image.ID)+" "+tag] = true
		}
	}
	for _, c := range inv.Containers() {
		listed["container "+string(c.ID)] = true
	}
	return listed
}
