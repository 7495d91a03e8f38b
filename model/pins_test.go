package model_test

import (
	"slices"
	"strings"
	"testing"

	"jettison/model"
)

func TestPinsHoldBack(t *testing.T) {
	t.Parallel()
	kept := func(image *model.Image, value string) *model.Image {
		image.Labels = map[string]string{model.KeepLabel: value}
		return image
	}
	inv := inventory(model.StoreGraph, []*model.Image{
		img("app", "", "app:1", "app:latest"), img("tool", "", "tool:1"), kept(img("kept", "", "kept:1"), ""), kept(img("no", "", "no:1"), "False"),
		img("none", ""), kept(img("step", ""), "yes"), kept(img("top", "step", "top:1"), "0"), img("child", "tool", "child:1"),
	}).WithPins(model.Pins{
		key("app", "app:latest"): {Query: "tag:latest"},
		key("none", ""):          {Query: "id:aa", Undecided: true},
		key("child", "child:1"):  {Query: "repo:child", Configured: true},
	})
	var all []model.Key
	choices := model.Choices{}
	for _, row := range inv.Rows() {
		all = append(all, row.Key())
		choices[row.Image.Target()] = choices[row.Image.Target()].With(model.RemedyMarkReferences).With(model.RemedyMarkDescendants)
	}
	plan := model.NewPlan(inv, all, choices)
	const want = "delete top:1 prunes 1\nuntag app:1\ndelete no:1\ndelete tool:1 BLOCKED"
	if got := describe(plan); got != want {
		t.Errorf("planned\n%s\nwant\n%s", got, want)
	}
	var held []string
	for i := range plan.Pinned {
		held = append(held, plan.Pinned[i].Name()+" by "+pinned(plan.Pinned[i].Pin))
	}
	slices.Sort(held)
	none := id("none").Short()
	wantHeld := []string{
		none + " by id:aa, undecided", "app:latest by tag:latest", "child:1 by repo:child, configured", "kept:1 by the label",
	}
	slices.Sort(wantHeld)
	if !slices.Equal(held, wantHeld) {
		t.Errorf("held back\n%s\nwant\n%s", strings.Join(held, "\n"), strings.Join(wantHeld, "\n"))
	}

	marks := model.NewMarks(inv)
	for _, key := range all {
		marks.Set(key, true)
	}
	if marks.Len() != len(all)-len(held) {
		t.Errorf("%d of %d rows are marked", marks.Len(), len(all))
	}
	if lost := marks.Rebase(inv.WithPins(model.Pins{key("app", "app:1"): {Query: "app"}})); len(lost) != 0 || marks.Has(key("app", "app:1")) {
		t.Errorf("lost %v; the mark of what is pinned now: %t", lost, marks.Has(key("app", "app:1")))
	}
}

// What is pinned after a plan was made is left out of it.
func TestReplanHeedsPins(t *testing.T) {
	t.Parallel()
	inv := inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1"), img("tool", "", "tool:1"), img("none", "")})
	planned := model.NewPlan(inv, []model.Key{key("app", "app:1"), key("tool", "tool:1"), key("none", "")}, nil).Record()
	plan, changed := model.Replan(inv.WithPins(model.Pins{key("app", "app:1"): {Query: "app"}, key("none", ""): {Query: "dangling"}}), planned)
	if len(plan.Steps) != 1 || plan.Steps[0].Refs[0] != "tool:1" || len(changed) != 2 || changed[0].Kind != model.ChangePinned || changed[1].Kind != model.ChangePinned {
		t.Errorf("planned %s, changed %s", describe(plan), changes(changed))
	}
}

// pinned writes a pin the way a test can read it.
func pinned(pin model.Pin) string {
	text := pin.Query
	if text == "" {
		text = "the label"
	}
	if pin.Undecided {
		text += ", undecided"
	}
	if pin.Configured {
		text += ", configured"
	}
	return text
}
