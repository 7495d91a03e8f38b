package model_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/words"
)

func TestMixedMarks(t *testing.T) {
	t.Parallel()
	containers := func() []*model.Container {
		return []*model.Container{
			container("old", "app", model.StateExited), container("web", "app", model.StateRunning), container("job", "base", model.StateExited),
		}
	}
	old, web, job := containers()[0].Target(), containers()[1].Target(), containers()[2].Target()
	tests := []struct {
		name    string
		marks   []model.Key
		choices model.Choices
		want    string
	}{
		{name: "a container", marks: []model.Key{{Target: job}}, want: "remove container job"},
		{
			name: "containers before their images, children before their parents", marks: []model.Key{key("base", "base:1"), key("app", "app:1"), {Target: job}, {Target: old}, {Target: web}},
			choices: model.Choices{web: model.Remedies(0).With(model.RemedyStopRemove)},
			want:    "remove container job\nremove container old\nstop and remove container web\ndelete app:1 after [1 2]\ndelete base:1 after [0 3]",
		},
		{
			name: "a running container waits for a remedy", marks: []model.Key{{Target: web}, {Target: old}, key("app", "app:1")},
			want: "remove container old\nremove container web BLOCKED\ndelete app:1 BLOCKED",
		},
		{
			name: "the remedy of an image is one for its marked containers", marks: []model.Key{{Target: web}, key("app", "app:1")},
			choices: model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyStopRemove)},
			want:    "stop and remove container web\nremove container old\ndelete app:1 after [0 1]",
		},
		{
			name: "what is left alone stays", marks: []model.Key{{Target: web}, key("app", "app:1")},
			choices: model.Choices{web: model.Remedies(0).With(model.RemedySkip), id("app").Target(): model.Remedies(0).With(model.RemedyStopRemove)},
			want:    "remove container web BLOCKED\ndelete app:1 BLOCKED",
		},
		{name: "what this version does not remove", marks: []model.Key{{Target: model.Target{Kind: model.KindVolume, ID: "data"}}}, want: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			images := []*model.Image{img("base", "", "base:1"), img("app", "base", "app:1")}
			inv := inventory(model.StoreGraph, images, containers()...)
			plan := model.NewPlan(inv, tt.marks, tt.choices)
			if got := describe(plan); got != tt.want {
				t.Errorf("planned\n%s\nwant\n%s", got, tt.want)
			}
			if steps := len(plan.Steps) + len(plan.Lost); steps < len(tt.marks) {
				t.Errorf("%d steps and lost marks of %d marks", steps, len(tt.marks))
			}
		})
	}
}

// randomMarks are keys of images and of containers.
func randomMarks(t *rapid.T, inv *model.Inventory) []model.Key {
	keys := randomKeys(t, inv)
	for _, c := range inv.Containers() {
		if rapid.Bool().Draw(t, "container marked") {
			keys = append(keys, model.Key{Target: c.Target()})
		}
	}
	return keys
}

// However marks of several kinds come and go, their totals are those of a plan of
// them, and a plan puts no image before a container that holds it.
func TestMixedMarksAreAPlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		inv := randomInventory(t, anyStore(t))
		marks := model.NewMarks(inv)
		for _, key := range slices.Concat(randomMarks(t, inv), randomMarks(t, inv)) {
			marks.Set(key, !marks.Has(key))
		}
		plan := model.NewPlan(inv, marks.Keys(), nil)
		if got := marks.Reclaim(); got != plan.Reclaim {
			t.Fatalf("the marks give back %v, the plan %v:\n%s", got, plan.Reclaim, describe(plan))
		}
		at := map[model.Target]int{}
		for i, step := range plan.Steps {
			if step.Ready && step.Action == model.ActionRemove {
				at[step.Thing.Target()] = i
			}
			for _, before := range step.After {
				if before >= i {
					t.Fatalf("step %d waits for step %d:\n%s", i, before, describe(plan))
				}
			}
		}
		for target, i := range at {
			for _, user := range inv.Users(target.Image()) {
				if before, goes := at[user.Target()]; !goes || !slices.Contains(plan.Steps[i].After, before) {
					t.Fatalf("step %d does not wait for %s:\n%s", i, user.Name, describe(plan))
				}
			}
		}
		blocked := 0
		for _, step := range plan.Steps {
			if !step.Ready && step.Removes(model.KindImage) {
				blocked++
			}
		}
		if marks.Blocked() != blocked {
			t.Fatalf("%d images are blocked, in the plan %d:\n%s", marks.Blocked(), blocked, describe(plan))
		}
	})
}

// A plan of several kinds is carried out later as it was made, or less of it.
func TestReplanOfMixedMarks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		store := anyStore(t)
		inv := randomInventory(t, store)
		choices := randomChoices(t, inv)
		for _, c := range inv.Containers() {
			if rapid.Bool().Draw(t, "stop") {
				choices[c.Target()] = model.Remedies(0).With(model.RemedyStopRemove)
			}
		}
		plan := model.NewPlan(inv, randomMarks(t, inv), choices)
		again, changed := model.Replan(inv, plan.Record())
		if len(changed) > 0 || len(again.Steps) != plan.ReadySteps() {
			t.Fatalf("changed: %s\nof:\n%s\nagain:\n%s", changes(changed), describe(plan), describe(again))
		}
		planned := plan.Record()
		other, _ := model.Replan(randomInventory(t, store), planned)
		for i := range other.Steps {
			step := &other.Steps[i]
			if !slices.ContainsFunc(planned, func(p model.Planned) bool {
				return p.Action == step.Action && p.Target == step.Thing.Target() && (p.Stop || !step.Stop)
			}) {
				t.Fatalf("step %d was not planned:\n%s", i, describe(other))
			}
		}
	})
}

// Every kind has its place on each way. What this version does not do to a kind it
// says.
func TestEveryKind(t *testing.T) {
	t.Parallel()
	inv := inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1")})
	for _, kind := range append(model.Kinds(), model.KindUnknown) {
		target := model.Target{Kind: kind, ID: "gone"}
		key := model.Key{Target: target}
		if _, there := inv.Thing(target); there || inv.Has(key) {
			t.Errorf("there is a thing of kind %d that there is not", kind)
		}
		marks := model.NewMarks(inv)
		marks.Set(key, true)
		if plan := model.NewPlan(inv, []model.Key{key}, nil); len(plan.Steps) > 0 || len(plan.Lost) != 1 || marks.Len() > 0 {
			t.Errorf("kind %d that is not there: %+v", kind, plan)
		}
		op := model.Op{Action: model.ActionRemove, Target: target}
		if _, changed := model.Replan(inv, []model.Planned{{Op: op}}); len(changed) != 1 || words.Change(&changed[0].Change) == "" {
			t.Errorf("a planned one of kind %d that is not there: %+v", kind, changed)
		}
		if state, _ := inv.Resolve(model.Removed{Op: op}); state != model.StepGone && state != model.StepUnknown {
			t.Errorf("a removed one of kind %d is %v", kind, state)
		}
		restore := model.PlanRestore(inv, []model.Removed{{Op: op}}, nil)
		if restore.Impossible()+restore.Doable() != 1 || words.RestoreStep(&restore.Steps[0]) == "" {
			t.Errorf("a removed one of kind %d neither comes back nor does not: %+v", kind, restore.Steps)
		}
	}
}

// volume is a thing of a kind that has no index of its own.
type volume string

func (v volume) Target() model.Target { return model.Target{Kind: model.KindVolume, ID: string(v)} }

func (v volume) Called() string { return string(v) }

func TestThings(t *testing.T) {
	t.Parallel()
	inv := inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1")}, container("web", "app", model.StateExited))
	with := inv.WithThings(model.KindVolume, []model.Thing{volume("data"), volume("logs")})
	for _, target := range []model.Target{id("app").Target(), inv.Containers()[0].Target(), volume("data").Target()} {
		if thing, there := with.Thing(target); !there || thing.Target() != target {
			t.Errorf("%+v is %v, %t", target, thing, there)
		}
	}
	less := with.WithThings(model.KindVolume, []model.Thing{volume("logs")})
	if _, there := less.Thing(volume("data").Target()); there {
		t.Error("what is gone is there")
	}
	if _, there := inv.Thing(volume("data").Target()); there {
		t.Error("the inventory before has changed")
	}
}
