package output

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
	"jettison/model/policy"
	"jettison/model/query"
)

// everyRemedy chooses a remedy for all images.
func everyRemedy(inv *model.Inventory, remedies ...model.Remedy) model.Choices {
	choices := model.Choices{}
	for _, image := range inv.Images() {
		set := model.Remedies(0)
		for _, remedy := range remedies {
			set = set.With(remedy)
		}
		choices[image.Target()] = set
	}
	return choices
}

// plans are plans of all that is on an engine, with different remedies.
func plans() map[string]*model.Plan {
	exact, about := shop(), on(shop(), model.StoreContainerd)
	plan := func(inv *model.Inventory, remedies ...model.Remedy) *model.Plan {
		return model.NewPlan(inv, keys(inv), everyRemedy(inv, remedies...))
	}
	return map[string]*model.Plan{
		"blocked":          plan(exact),
		"remedies":         plan(exact, model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyMarkDescendants),
		"forced":           plan(exact, model.RemedyForce),
		"skipped":          plan(exact, model.RemedySkip),
		"containerd store": plan(about, model.RemedyStopRemove),
		"empty":            model.NewPlan(exact, nil, nil),
		"untag":            model.NewPlan(exact, []model.Key{keys(exact)[3]}, nil), // one of two names
	}
}

func TestPlans(t *testing.T) {
	t.Parallel()
	for name, of := range plans() {
		p := &Plan{Plan: of, Query: "ref:* or dangling", Now: noon()}
		t.Run(name+" text", func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, p.WriteText))
		})
		t.Run(name+" document", func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, p.WriteJSON))
		})
	}
}

// What is read of a document is what was written of the steps that are ready.
func TestReadPlan(t *testing.T) {
	t.Parallel()
	for name, of := range plans() {
		p := &Plan{Plan: of, Now: noon()}
		text := written(t, p.WriteJSON)
		planned, host, err := ReadPlan(strings.NewReader(text))
		if err != nil || host != of.Engine.Host {
			t.Fatalf("%s: %v, host %q", name, err, host)
		}
		want := of.Record()
		if len(planned) != len(want) {
			t.Fatalf("%s: %d steps, want %d", name, len(planned), len(want))
		}
		for i := range want {
			got := planned[i]
			if got.Op != want[i].Op || got.Stop != want[i].Stop || got.Force != want[i].Force || got.Chosen != want[i].Chosen ||
				strings.Join(got.Refs, " ") != strings.Join(want[i].Refs, " ") || len(got.Prunes) != len(want[i].Prunes) || !sameTargets(got.Holders, want[i].Holders) {
				t.Errorf("%s, step %d: %+v, want %+v", name, i, got, want[i])
			}
		}
	}
}

// sameTargets compares targets without their order.
func sameTargets(a, b []model.Target) bool {
	compare := func(a, b model.Target) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) }
	return slices.Equal(slices.SortedFunc(slices.Values(a), compare), slices.SortedFunc(slices.Values(b), compare))
}

func TestReadNoPlan(t *testing.T) {
	t.Parallel()
	step := func(fields string) string {
		return `{"schema":1,"kind":"plan","engine":{},"steps":[{"ready":true,` + fields + `}]}`
	}
	for text, want := range map[string]string{
		"":                                     "it is empty",
		"{":                                    "it ends in the middle",
		"<":                                    "it is no JSON, at byte 1",
		"[]":                                   "no document of jettison",
		`{"kind":"usage","schema":1}`:          `of kind "usage", as printed by df --json`,
		`{"kind":"menu","schema":1}`:           `of kind "menu"`,
		`{"kind":"plan","schema":2}`:           "not of schema 1",
		`{"kind":"plan"}`:                      "not of schema 1",
		`{"kind":"plan","schema":1,"steps":1}`: `its field "steps"`,
		step(`"action":"delete","image":"sha256:aa"`) + "x":                                      "something follows",
		step(`"action":"delete"`):                                                                "step 0: it names no image",
		step(`"action":"compress","image":"sha256:aa"`):                                          `there is no action "compress"`,
		step(`"action":"untag","image":"sha256:aa","references":["a:1","a:2"]`):                  "an untag is of one reference",
		step(`"action":"remove-container","image":"sha256:aa"`):                                  "it names no container",
		step(`"action":"delete","image":"sha256:aa","target":{"kind":"image","id":"sha256:bb"}`): "its target is not what it names",
		step(`"action":"delete","target":{"kind":"volume","id":"data"}`):                         "it does not say what to delete",
		step(`"action":"delete","image":"sha256:aa","remedies":["pray"]`):                        `there is no remedy "pray"`,
	} {
		if _, _, err := ReadPlan(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestPolicyPlan(t *testing.T) {
	t.Parallel()
	inv := shop()
	all := keys(inv)
	_, wrong := query.Parse("agee>3d")
	unresolved, ok := errors.AsType[*query.Error](wrong)
	if !ok {
		t.Fatal(wrong)
	}
	selection := &policy.Selection{Missing: 5e9, Unresolved: []*query.Error{unresolved}, Kept: []policy.Kept{
		{Key: all[0], Reason: policy.ReasonKeep, By: "dangling"},
		{Key: all[1], Reason: policy.ReasonUndecided, By: "used>9d"},
		{Key: all[7], Reason: policy.ReasonPinned, Pin: model.Pin{Query: "ref:alpine:3.22", Configured: true}},
		{Key: all[3], Reason: policy.ReasonNoGain},
		{Key: all[5], Reason: policy.ReasonBatch},
		{Key: all[6], Reason: policy.ReasonBatch},
	}}
	p := &Plan{Plan: model.NewPlan(inv, all[:2], nil), Now: noon(), Policy: "nightly", Selection: selection}
	t.Run("text", func(t *testing.T) {
		t.Parallel()
		golden.RequireEqual(t, written(t, p.WriteText))
	})
	t.Run("document", func(t *testing.T) {
		t.Parallel()
		golden.RequireEqual(t, written(t, p.WriteJSON))
	})
	one := &Plan{Plan: p.Plan, Now: noon(), Selection: &policy.Selection{Kept: []policy.Kept{{Key: all[5], Reason: policy.ReasonBudget}}}}
	if text := written(t, one.WriteText); !strings.Contains(text, "Kept too: 1 reference; the budget holds without it.\n") {
		t.Error(text)
	}
}
