package dockerx_test

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// asksOnly fails the test when the engine got a request that could change something.
func asksOnly(t *testing.T, engine *sim.Engine) {
	t.Helper()
	for _, r := range engine.Requests() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			t.Errorf("the engine was asked to %s %s", r.Method, r.Path)
		}
	}
}

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
				choices[tagged(ref).ID] = choices[tagged(ref).ID].With(remedy)
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
			kinds := map[model.StepKind]bool{}
			for i, event := range ended {
				kinds[r.plan.Steps[i].Kind] = true
				if event.State == model.StepSkipped && event.Refusal.Kind == model.RefusalDependency {
					continue
				}
				if event.State != model.StepFailed || event.Refusal.Text != "The engine was not asked: jettison is read-only." {
					t.Errorf("%s: %s, %+v", r.plan.Steps[i].Subject(), event.State.Word(), event.Refusal)
				}
			}
			if len(kinds) != 3 {
				t.Errorf("steps of %d kinds", len(kinds))
			}
			asksOnly(t, r.engine)
		})
	}
}

// Whatever the moby client can be asked for: what would change something is not sent.
func TestReadOnlyClient(t *testing.T) {
	t.Parallel()
	engine := sim.New(build(), sim.Options{})
	t.Cleanup(engine.Close)
	c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	api := reflect.ValueOf(c.API())
	withheld := 0
	for i := range api.NumMethod() {
		name, method := api.Type().Method(i).Name, api.Method(i)
		switch {
		case strings.Contains(name, "Attach"), strings.Contains(name, "Hijack"), strings.Contains(name, "Dialer"):
			continue // these dial by themselves; see Client.API
		case name == "Close", name == "Events":
			continue
		}
		arguments := make([]reflect.Value, 0, method.Type().NumIn())
		for n := range method.Type().NumIn() {
			switch kind := method.Type().In(n); {
			case kind == reflect.TypeFor[context.Context]():
				arguments = append(arguments, reflect.ValueOf(ctx))
			case method.Type().IsVariadic() && n == method.Type().NumIn()-1:
			case kind.Kind() == reflect.String:
				arguments = append(arguments, reflect.ValueOf("one:1").Convert(kind))
			default:
				arguments = append(arguments, reflect.Zero(kind))
			}
		}
		for _, result := range method.Call(arguments) {
			if err, ok := reflect.TypeAssert[error](result); ok && strings.Contains(err.Error(), "jettison is read-only") {
				withheld++
			}
		}
	}
	const least = 30
	if withheld < least {
		t.Errorf("only %d methods met that the client is read-only", withheld)
	}
	t.Logf("%d methods were withheld", withheld)
	asksOnly(t, engine)
}
