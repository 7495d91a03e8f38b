package execute

import (
	"testing"

	"github.com/moby/moby/api/types/image"

	"jettison/model"
	"jettison/model/layers"
)

// An answer tells what went although the plan does not list it.
func TestAnswersTellWhatWentAlong(t *testing.T) {
	t.Parallel()
	x := &model.Image{
		ID: "sha256:aa", Tags: []string{"x:1", "x:2"}, Digests: []string{"x@sha256:d1"}, Layered: true, Top: &layers.Layer{ID: "sha256:l1"},
	}
	whole := &model.Step{Action: model.ActionRemove, Thing: x, Refs: x.Tags}
	part := &model.Step{Action: model.ActionUntag, Thing: x, Refs: []string{"x:1"}, Keeps: []string{"x:2"}}
	untagged := func(refs ...string) (items []image.DeleteResponse) {
		for _, ref := range refs {
			items = append(items, image.DeleteResponse{Untagged: ref})
		}
		return items
	}
	deleted := func(items []image.DeleteResponse, ids ...string) []image.DeleteResponse {
		for _, id := range ids {
			items = append(items, image.DeleteResponse{Deleted: id})
		}
		return items
	}
	for name, c := range map[string]struct {
		step  *model.Step
		ref   string
		items []image.DeleteResponse
		want  []model.Along
	}{
		"as planned": {whole, "sha256:aa", deleted(untagged("x:1", "x:2", "x@sha256:d1"), "sha256:aa", "sha256:l1"), nil},
		"a new name by ID": {
			whole, "sha256:aa", deleted(untagged("new:1"), "sha256:aa", "sha256:l1"),
			[]model.Along{{Ref: "new:1", Image: "sha256:aa", Deleted: true}},
		},
		"the name had moved": {
			whole, "x:1", deleted(untagged("x:1", "x@sha256:d2"), "sha256:bb", "sha256:l2", "sha256:l3"),
			[]model.Along{{Ref: "x:1", Image: "sha256:bb", Deleted: true}},
		},
		"a name that is to stay": {part, "x@sha256:d1", untagged("x:1", "x:2"), []model.Along{{Ref: "x:2", Image: "sha256:aa"}}},
		"an unplanned parent": {
			whole, "sha256:aa", deleted(untagged("x:1"), "sha256:aa", "sha256:l1", "sha256:pp"),
			[]model.Along{{Image: "sha256:pp", Deleted: true}},
		},
		"a parent that another step lists": {whole, "sha256:aa", deleted(untagged("x:1"), "sha256:aa", "sha256:l1", "sha256:dd"), nil},
	} {
		for _, store := range []model.Store{model.StoreGraph, model.StoreUnknown} {
			e := &executor{store: store, goes: map[model.ImageID]bool{"sha256:dd": true}}
			o := outcome{}
			e.read(c.items, c.ref, c.step, &o)
			if len(o.along) != len(c.want) {
				t.Errorf("%s: %+v", name, o.along)
				continue
			}
			for i, want := range c.want {
				if got := o.along[i]; got.Ref != want.Ref || got.Image != want.Image || got.Deleted != want.Deleted {
					t.Errorf("%s: %+v, want %+v", name, got, want)
				}
			}
			if event := o.event(c.step.Image().Created); len(c.want) > 0 && (event.State != model.StepPartly || event.Refusal.Kind != model.RefusalTookAlong) {
				t.Errorf("%s: the step is %+v", name, event)
			}
		}
	}
}
