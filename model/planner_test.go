package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
)

// describe writes a plan the way a test can read it.
func describe(plan *model.Plan) string {
	var lines []string
	for _, step := range plan.Steps {
		var line string
		switch {
		case step.Action == model.ActionUntag:
			line = "untag " + step.Refs[0]
		case step.Removes(model.KindImage):
			line = "delete " + step.Image().Name()
		case step.Removes(model.KindContainer):
			line = "remove container " + step.Container().Name
			if step.Stop {
				line = "stop and " + line
			}
		}
		if step.Force {
			line += " force"
		}
		if !step.Ready {
			line += " BLOCKED"
		}
		if len(step.Prunes) > 0 {
			line += fmt.Sprintf(" prunes %d", len(step.Prunes))
		}
		if len(step.After) > 0 {
			line += fmt.Sprintf(" after %v", step.After)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestPlanSteps(t *testing.T) {
	chain := func() []*model.Image {
		return []*model.Image{img("base", "", "base:1"), img("step", "base"), img("app", "step", "app:1")}
	}
	tests := []struct {
		name       string
		store      model.Store
		version    string
		images     []*model.Image
		containers []*model.Container
		marks      []model.Key
		choices    model.Choices
		want       string
	}{
		{
			name: "an unused image is deleted", store: model.StoreGraph,
			images: []*model.Image{img("app", "", "app:1")}, marks: []model.Key{key("app", "app:1")},
			want: "delete app:1",
		},
		{
			name: "one of two tags is an untag", store: model.StoreGraph,
			images: []*model.Image{img("app", "", "app:dev", "app:prod")}, marks: []model.Key{key("app", "app:dev")},
			want: "untag app:dev",
		},
		{
			name: "both tags are one deletion", store: model.StoreGraph,
			images: []*model.Image{img("app", "", "app:dev", "app:prod")},
			marks:  []model.Key{key("app", "app:dev"), key("app", "app:prod")}, want: "delete app:dev",
		},
		{
			name: "the other tags come along when asked for", store: model.StoreGraph,
			images: []*model.Image{img("app", "", "app:dev", "app:prod")}, marks: []model.Key{key("app", "app:dev")},
			choices: model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyMarkReferences)}, want: "delete app:dev",
		},
		{
			name: "children go first, untagged steps between go along", store: model.StoreGraph,
			images: chain(), marks: []model.Key{key("base", "base:1"), key("app", "app:1")},
			want: "delete app:1 prunes 1\ndelete base:1 after [0]",
		},
		{
			name: "a parent alone is blocked on a graphdriver", store: model.StoreGraph,
			images: chain(), marks: []model.Key{key("base", "base:1")}, want: "delete base:1 BLOCKED",
		},
		{
			name: "a parent alone is free on the containerd store", store: model.StoreContainerd,
			images: chain(), marks: []model.Key{key("base", "base:1")}, want: "delete base:1",
		},
		{
			name: "Podman deletes an untagged parent along with its last child", store: model.StorePodman,
			images: chain(), marks: []model.Key{key("app", "app:1")}, want: "delete app:1 prunes 1",
		},
		{
			name: "on Podman a parent goes alone, and what it was built on stays for its children", store: model.StorePodman,
			images: []*model.Image{img("step", ""), img("base", "step", "base:1"), img("app", "base", "app:1")},
			marks:  []model.Key{key("base", "base:1")}, want: "delete base:1",
		},
		{
			name: "descendants come along when asked for", store: model.StoreGraph,
			images: chain(), marks: []model.Key{key("base", "base:1")},
			choices: model.Choices{id("base").Target(): model.Remedies(0).With(model.RemedyMarkDescendants)},
			want:    "delete app:1 prunes 1\ndelete base:1 after [0]",
		},
		{
			name: "a held descendant keeps its parent blocked", store: model.StoreGraph,
			images: chain(), containers: []*model.Container{container("web", "app", model.StateExited)},
			marks: []model.Key{key("base", "base:1"), key("app", "app:1")},
			want:  "delete app:1 BLOCKED\ndelete base:1 BLOCKED",
		},
		{
			name: "resolving the descendant frees the parent", store: model.StoreGraph,
			images: chain(), containers: []*model.Container{container("web", "app", model.StateExited)},
			marks:   []model.Key{key("base", "base:1"), key("app", "app:1")},
			choices: model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyRemoveStopped)},
			want:    "remove container web\ndelete app:1 prunes 1 after [0]\ndelete base:1 after [1]",
		},
		{
			name: "removing stopped containers does not stop running ones", store: model.StoreGraph,
			images:     []*model.Image{img("app", "", "app:1")},
			containers: []*model.Container{container("web", "app", model.StateExited), container("api", "app", model.StateRunning)},
			marks:      []model.Key{key("app", "app:1")},
			choices:    model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyRemoveStopped)},
			want:       "delete app:1 BLOCKED",
		},
		{
			name: "running containers are stopped when asked for", store: model.StoreGraph,
			images:     []*model.Image{img("app", "", "app:1")},
			containers: []*model.Container{container("web", "app", model.StateExited), container("api", "app", model.StateRunning)},
			marks:      []model.Key{key("app", "app:1")},
			choices:    model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyStopRemove)},
			want:       "stop and remove container api\nremove container web\ndelete app:1 after [0 1]",
		},
		{
			name: "force on a running container's image only untags", store: model.StoreContainerd,
			images:     []*model.Image{img("app", "", "app:1", "app:2")},
			containers: []*model.Container{container("api", "app", model.StateRunning)},
			marks:      []model.Key{key("app", "app:1"), key("app", "app:2")},
			choices:    model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)},
			want:       "untag app:1\nuntag app:2 force after [0]",
		},
		{
			name: "force on an untagged image of a running container is refused", store: model.StoreGraph,
			images:     []*model.Image{img("app", "")},
			containers: []*model.Container{container("api", "app", model.StateRunning)},
			marks:      []model.Key{key("app", "")},
			choices:    model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)},
			want:       "delete " + id("app").Short() + " BLOCKED",
		},
		{
			name: "force on a stopped container's image deletes it", store: model.StoreGraph,
			images:     []*model.Image{img("app", "", "app:1")},
			containers: []*model.Container{container("web", "app", model.StateExited)},
			marks:      []model.Key{key("app", "app:1")},
			choices:    model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)},
			want:       "delete app:1 force",
		},
		{
			name: "podman forces by killing", store: model.StorePodman,
			images:     []*model.Image{img("app", "", "app:1")},
			containers: []*model.Container{container("api", "app", model.StateRunning)},
			marks:      []model.Key{key("app", "app:1")},
			choices:    model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)},
			want:       "delete app:1 force",
		},
		{
			name: "podman 5.6 and newer spare what runs", store: model.StorePodman, version: "5.8.6",
			images:     []*model.Image{img("app", "", "app:1")},
			containers: []*model.Container{container("api", "app", model.StateRunning)},
			marks:      []model.Key{key("app", "app:1")},
			choices:    model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)},
			want:       "delete app:1 BLOCKED",
		},
		{
			name: "only the name of a parent", store: model.StoreGraph,
			images: chain(), marks: []model.Key{key("base", "base:1")},
			choices: model.Choices{id("base").Target(): model.Remedies(0).With(model.RemedyUntag)}, want: "untag base:1",
		},
		{
			name: "only the name of a parent, after its stopped container", store: model.StoreGraph,
			images: chain(), containers: []*model.Container{container("web", "base", model.StateExited)},
			marks:   []model.Key{key("base", "base:1")},
			choices: model.Choices{id("base").Target(): model.Remedies(0).With(model.RemedyUntag).With(model.RemedyRemoveStopped)},
			want:    "remove container web\nuntag base:1 after [0]",
		},
		{
			name: "only the name of a parent, past its stopped container", store: model.StoreGraph,
			images: chain(), containers: []*model.Container{container("web", "base", model.StateExited)},
			marks:   []model.Key{key("base", "base:1")},
			choices: model.Choices{id("base").Target(): model.Remedies(0).With(model.RemedyUntag)}, want: "untag base:1 force",
		},
		{
			name: "skip leaves it", store: model.StoreGraph,
			images:  []*model.Image{img("app", "", "app:1")},
			marks:   []model.Key{key("app", "app:1")},
			choices: model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedySkip)}, want: "delete app:1 BLOCKED",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inv := inventory(test.store, test.images, test.containers...)
			inv.Engine.Version = test.version
			if got := describe(model.NewPlan(inv, test.marks, test.choices)); got != test.want {
				t.Errorf("plan:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

func TestPlanDropsMarksThatStandForNothing(t *testing.T) {
	inv := inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1")})
	plan := model.NewPlan(inv, []model.Key{key("app", "app:2"), key("gone", "gone:1")}, nil)
	if len(plan.Steps) != 0 || len(plan.Lost) != 2 {
		t.Errorf("steps %d, lost %v", len(plan.Steps), plan.Lost)
	}
}

func randomChoices(t *rapid.T, inv *model.Inventory) model.Choices {
	choices := model.Choices{}
	for _, image := range inv.Images() {
		if rapid.IntRange(0, 2).Draw(t, "chooses") == 0 {
			remedy := rapid.SampledFrom([]model.Remedy{
				model.RemedySkip, model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyMarkDescendants,
				model.RemedyUntag, model.RemedyForce, model.RemedyMarkReferences,
			}).Draw(t, "remedy")
			choices[image.Target()] = choices[image.Target()].With(remedy)
		}
	}
	return choices
}

// TestPlanRules holds every plan to what must be true whatever was marked.
func TestPlanRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inv := randomInventory(t, anyStore(t))
		keys := randomKeys(t, inv)
		choices := randomChoices(t, inv)
		plan := model.NewPlan(inv, keys, choices)

		at := map[model.ImageID]int{}
		var sizes, least int64
		unmeasured := false
		for i, step := range plan.Steps {
			for _, before := range step.After {
				if before >= i {
					t.Fatalf("step %d waits for the later step %d:\n%s", i, before, describe(plan))
				}
			}
			if refs := append(slices.Clone(step.Refs), ""); !step.Removes(model.KindContainer) {
				for _, ref := range refs {
					if pin, ok := inv.Pin(model.ImageKey(step.Image().ID, ref)); ok {
						t.Fatalf("%s %q is pinned by %s:\n%s", step.Image().ID.Short(), ref, pinned(pin), describe(plan))
					}
				}
			}
			if c := step.Container(); c != nil && step.Ready {
				least += max(0, c.Size)
				unmeasured = unmeasured || c.Size < 0
			}
			if step.Removes(model.KindImage) && step.Ready {
				at[step.Image().ID] = i
				sizes += step.Image().Size
			}
			if step.Action == model.ActionUntag && step.Added == model.RemedyNone && !slices.Contains(keys, model.ImageKey(step.Image().ID, step.Refs[0])) {
				t.Fatalf("%s was not marked:\n%s", step.Refs[0], describe(plan))
			}
		}
		for child, i := range at {
			image, _ := inv.Image(child)
			if parent, ok := at[image.Parent]; ok {
				if parent < i {
					t.Fatalf("parent before its child:\n%s", describe(plan))
				}
				if !slices.Contains(plan.Steps[parent].After, i) {
					t.Fatalf("parent does not wait for its child:\n%s", describe(plan))
				}
			}
		}
		if images := plan.ByKind[model.KindImage]; images.Max > sizes || images.Min > images.Max {
			t.Fatalf("reclaim %+v of images of %d bytes", images, sizes)
		}
		if written := plan.ByKind[model.KindContainer]; written.Min != least || written.Bounded() == unmeasured || plan.Reclaim != written.Add(plan.ByKind[model.KindImage]) {
			t.Fatalf("reclaim %+v, of it %+v that containers have written, want at least %d:\n%s", plan.Reclaim, written, least, describe(plan))
		}
		if again := describe(model.NewPlan(inv, keys, choices)); again != describe(plan) {
			t.Fatalf("the same marks made another plan:\n%s\n%s", describe(plan), again)
		}
	})
}

// TestMarksAgreeWithPlan holds the footer's running totals to the plan.
func TestMarksAgreeWithPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inv := randomInventory(t, anyStore(t))
		marks := model.NewMarks(inv)
		for range rapid.IntRange(0, 60).Draw(t, "toggles") {
			if rows := inv.Rows(); len(rows) > 0 {
				key := rows[rapid.IntRange(0, len(rows)-1).Draw(t, "row")].Key()
				marks.Set(key, !marks.Has(key))
			}
		}
		plan := model.NewPlan(inv, marks.Keys(), nil)
		deletes, blocked := 0, 0
		for _, step := range plan.Steps {
			if step.Removes(model.KindImage) {
				deletes++
				if !step.Ready {
					blocked++
				}
			}
		}
		if marks.Whole() != deletes || marks.Blocked() != blocked {
			t.Fatalf("marks: %d whole, %d blocked; plan: %d, %d\n%s", marks.Whole(), marks.Blocked(), deletes, blocked, describe(plan))
		}
		fresh := model.NewMarks(inv)
		for _, key := range marks.Keys() {
			fresh.Set(key, true)
		}
		if fresh.Reclaim() != marks.Reclaim() {
			t.Fatalf("reclaim %v after toggling, %v from scratch", marks.Reclaim(), fresh.Reclaim())
		}
	})
}

func TestMarksEndWhenTheTagMoves(t *testing.T) {
	marks := model.NewMarks(inventory(model.StoreGraph, []*model.Image{img("old", "", "app:1"), img("new", "")}))
	marks.Set(key("old", "app:1"), true)
	marks.Set(key("new", ""), true)
	lost := marks.Rebase(inventory(model.StoreGraph, []*model.Image{img("old", ""), img("new", "", "app:1")}))
	if len(lost) != 2 || marks.Len() != 0 {
		t.Errorf("lost %v, %d marks left", lost, marks.Len())
	}
}

func TestMarksIgnoreKeysWithoutARow(t *testing.T) {
	marks := model.NewMarks(inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1", "app:2")}))
	marks.Set(key("app", ""), true)
	marks.Set(key("app", "app:3"), true)
	marks.Set(key("app", "app:1"), true)
	if marks.Len() != 1 || marks.Whole() != 0 {
		t.Errorf("%d marks, %d whole images; want one mark of two tags", marks.Len(), marks.Whole())
	}
}
