package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/words"
)

// changes writes what changed the way a test can read it.
func changes(changed []model.Changed) string {
	var lines []string
	for _, c := range changed {
		sign := "!"
		if c.Gone() {
			sign = "-"
		}
		lines = append(lines, fmt.Sprintf("%d%s %s", c.Step, sign, words.Change(&c.Change)))
	}
	return strings.Join(lines, "\n")
}

func TestReplan(t *testing.T) {
	t.Parallel()
	app := img("app", "", "app:1")
	both := img("app", "", "app:dev", "app:prod")
	stopped, running := container("old", "app", model.StateExited), container("old", "app", model.StateRunning)
	remove := func(word string) model.Choices {
		return model.Choices{id(word).Target(): model.Remedies(0).With(model.RemedyRemoveStopped)}
	}
	force := model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)}
	at := func(images ...*model.Image) *model.Inventory { return inventory(model.StoreGraph, images) }
	used := func(c ...*model.Container) *model.Inventory {
		return inventory(model.StoreGraph, []*model.Image{app}, c...)
	}
	pulled := img("app", "", "app:1")
	pulled.Digests = []string{"elsewhere@sha256:1"}
	tests := []struct {
		name        string
		before, now *model.Inventory
		marks       []model.Key
		choices     model.Choices
		steps       string
		changed     string
	}{
		{name: "nothing changed", before: at(app), now: at(app), marks: []model.Key{key("app", "app:1")}, steps: "delete app:1"},
		{
			name: "the image is gone", before: at(app), now: at(), marks: []model.Key{key("app", "app:1")},
			changed: "0- the image is gone already",
		},
		{
			name: "the tag moved and the image is gone", before: at(app), now: at(img("new", "", "app:1")), marks: []model.Key{key("app", "app:1")},
			changed: "0- the image is gone; app:1 names the image 6e6577000000 now, which stays",
		},
		{
			name: "the tag moved", before: at(app), now: at(img("new", "", "app:1"), img("app", "")), marks: []model.Key{key("app", "app:1")},
			changed: "0! app:1 names another image now: 6e6577000000",
		},
		{
			name: "it lost its tag", before: at(app), now: at(img("app", "")), marks: []model.Key{key("app", "app:1")},
			steps: "delete 617070000000",
		},
		{
			name: "it got another tag", before: at(app), now: at(img("app", "", "app:1", "app:keep")), marks: []model.Key{key("app", "app:1")},
			changed: "0! the image has another name since: app:keep",
		},
		{
			name: "it was pulled elsewhere", before: at(app), now: at(pulled), marks: []model.Key{key("app", "app:1")},
			changed: "0! the image was pulled under another name since: elsewhere@sha256:1",
		},
		{name: "one of two tags", before: at(both), now: at(both), marks: []model.Key{key("app", "app:dev")}, steps: "untag app:dev"},
		{
			name: "the other tag is gone", before: at(both), now: at(img("app", "", "app:dev")), marks: []model.Key{key("app", "app:dev")},
			changed: "0! it is the last name of the image now, so that the image would go",
		},
		{
			name: "the tag is gone", before: at(both), now: at(img("app", "", "app:prod")), marks: []model.Key{key("app", "app:dev")},
			changed: "0- the name is gone already",
		},
		{
			name: "a container appeared", before: used(), now: used(running), marks: []model.Key{key("app", "app:1")},
			changed: "0! used by the running old",
		},
		{
			name: "a container appeared that would be removed", before: used(), now: used(stopped), marks: []model.Key{key("app", "app:1")}, choices: remove("app"),
			changed: "0! the container old uses the image since",
		},
		{
			name: "a container goes first", before: used(stopped), now: used(stopped), marks: []model.Key{key("app", "app:1")}, choices: remove("app"),
			steps: "remove container old\ndelete app:1 after [0]",
		},
		{
			name: "a container is gone", before: used(stopped), now: used(), marks: []model.Key{key("app", "app:1")}, choices: remove("app"),
			steps: "delete app:1", changed: "0- the container is gone already",
		},
		{
			name: "a container was started", before: used(stopped), now: used(running), marks: []model.Key{key("app", "app:1")}, choices: remove("app"),
			changed: "0! the image that it holds does not go\n1! used by the running old",
		},
		{
			name: "forced", before: used(stopped), now: used(stopped), marks: []model.Key{key("app", "app:1")}, choices: force,
			steps: "delete app:1 force",
		},
		{
			name: "force was not needed", before: used(), now: used(stopped), marks: []model.Key{key("app", "app:1")}, choices: force,
			changed: "0! it would have to be forced now",
		},
		{
			name: "force is not needed any more", before: used(stopped), now: used(), marks: []model.Key{key("app", "app:1")}, choices: force,
			steps: "delete app:1",
		},
		{
			name: "forced against another container", before: used(stopped), now: used(stopped, container("new", "app", model.StateExited)),
			marks: []model.Key{key("app", "app:1")}, choices: force,
			changed: "0! the container new uses the image since",
		},
		{
			name: "a child appeared", before: at(app), now: at(app, img("child", "app", "child:1")), marks: []model.Key{key("app", "app:1")},
			changed: "0! parent of child:1 now",
		},
		{
			name: "the child does not go any more", before: at(app, img("child", "app", "child:1")), now: at(app, img("child", "app", "child:1", "child:2")),
			marks:   []model.Key{key("app", "app:1"), key("child", "child:1")},
			changed: "0! the image has another name since: child:2\n1! parent of child:1 now",
		},
		{
			name: "a parent would go along that was not planned", before: at(img("step", ""), img("app", "step", "app:1"), img("sister", "step", "s:1")),
			now: at(img("step", ""), img("app", "step", "app:1")), marks: []model.Key{key("app", "app:1")},
			steps: "delete app:1",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			planned := model.NewPlan(tt.before, tt.marks, tt.choices).Record()
			plan, changed := model.Replan(tt.now, planned)
			if got := describe(plan); got != tt.steps {
				t.Errorf("steps:\n%s\nwant:\n%s", got, tt.steps)
			}
			if got := changes(changed); got != tt.changed {
				t.Errorf("changed:\n%s\nwant:\n%s", got, tt.changed)
			}
		})
	}
}

// On an engine that did not change, the same steps are carried out.
func TestReplanOfTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		inv := randomInventory(t, anyStore(t))
		plan := model.NewPlan(inv, randomKeys(t, inv), randomChoices(t, inv))
		again, changed := model.Replan(inv, plan.Record())
		var ready []model.Step
		for i := range plan.Steps {
			if plan.Steps[i].Ready {
				ready = append(ready, plan.Steps[i])
			}
		}
		if len(changed) > 0 {
			t.Fatalf("changed: %s\nof:\n%s", changes(changed), describe(plan))
		}
		same := func(a, b model.Step) bool {
			return a.Action == b.Action && a.Thing == b.Thing && a.For == b.For && slices.Equal(a.Refs, b.Refs) &&
				a.Force == b.Force && a.Stop == b.Stop && slices.Equal(a.Prunes, b.Prunes)
		}
		if !slices.EqualFunc(ready, again.Steps, same) {
			t.Fatalf("again:\n%s\nplanned:\n%s", describe(again), describe(plan))
		}
		if plan.Reclaim != again.Reclaim {
			t.Fatalf("again it frees %v, planned %v", again.Reclaim, plan.Reclaim)
		}
	})
}

// On an engine that changed in any way, nothing is done that was not planned.
func TestReplanDoesNothingElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		store := anyStore(t)
		before := randomInventory(t, store)
		planned := model.NewPlan(before, randomKeys(t, before), randomChoices(t, before)).Record()
		plan, changed := model.Replan(randomInventory(t, store), planned)
		done := 0
		for i := range plan.Steps {
			step := &plan.Steps[i]
			at := slices.IndexFunc(planned, func(p model.Planned) bool {
				return p.Action == step.Action && p.Target == step.Thing.Target() && (p.Stop || !step.Stop) && (p.Force || !step.Force) &&
					!slices.ContainsFunc(step.Refs, func(ref string) bool { return !slices.Contains(p.Refs, ref) })
			})
			if at < 0 || !step.Ready {
				t.Fatalf("step %d was not planned:\n%s", i, describe(plan))
			}
			for _, prune := range step.Prunes {
				if !slices.Contains(planned[at].Prunes, prune.ID) {
					t.Fatalf("step %d takes %s along", i, prune.Name())
				}
			}
			done++
		}
		if done+len(changed) != len(planned) {
			t.Fatalf("%d steps and %d changes of %d planned", done, len(changed), len(planned))
		}
	})
}
