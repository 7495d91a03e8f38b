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

// Whatever the moby client can be asked for: what would change something is not sent.
func TestReadOnlyClient(t *testing.T) {
	t.Parallel()
	engine := sim.New(modeltest.Developer(1, time.Unix(1e9, 0)), sim.Options{})
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
