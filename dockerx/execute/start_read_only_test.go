package execute_test

import (
	"net/http"
	"reflect"
	"testing"

	"jettison/dockerx"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/words"
)

// A plan of every kind of step, with force and containers that run, changes nothing
// by a client that is to read only.
func TestReadOnlyRemovals(t *testing.T) {
	t.Parallel()
	for name, options := range stores() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := build()
			tagged := func(ref string) *modeltest.Image {
				image, _ := w.Tagged(ref)
				return image
			}
			choices := model.Choices{}
			for ref, remedy := range map[string]model.Remedy{
				"one:1": model.RemedyRemoveStopped, "pulled:1": model.RemedyStopRemove, "base:1": model.RemedyMarkDescendants,
			} {
				target := tagged(ref).ID.Target()
				choices[target] = choices[target].With(remedy)
			}
			w.Run(modeltest.Start{Image: tagged("one:1"), Name: "stopped", State: model.StateExited})
			w.Run(modeltest.Start{Image: tagged("pulled:1"), Name: "running"})
			r := plan(t, w, options, choices, "one:1", "many:1", "pulled:1", "mirror/pulled:1", "base:1")
			client, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: r.engine.Dial, ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			r.client = client
			before := r.now(t)
			ended := r.run(t)
			if after := r.now(t); !reflect.DeepEqual(before, after) {
				t.Errorf("from\n%v\nto\n%v", before, after)
			}
			kinds := map[model.Op]bool{}
			for i, event := range ended {
				op := r.plan.Steps[i].Op()
				kinds[model.Op{Action: op.Action, Target: model.Target{Kind: op.Target.Kind}}] = true
				if event.State == model.StepSkipped && event.Refusal.Kind == model.RefusalDependency {
					continue
				}
				if event.State != model.StepFailed || event.Refusal.Kind != model.RefusalReadOnly {
					t.Errorf("%s: %s, %+v", r.plan.Steps[i].Subject(), words.StepState(event.State), event.Refusal)
				}
			}
			if len(kinds) != 3 {
				t.Errorf("steps of %d kinds", len(kinds))
			}
			for _, request := range r.engine.Requests() {
				if request.Method != http.MethodGet && request.Method != http.MethodHead {
					t.Errorf("the engine was asked to %s %s", request.Method, request.Path)
				}
			}
		})
	}
}
