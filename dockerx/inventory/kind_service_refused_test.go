package inventory

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
)

// A manager that refuses to tell its services leaves the containers known, and the services
// unknown rather than none. A plan says so.
func TestServicesRefused(t *testing.T) {
	t.Parallel()
	for status, message := range map[int]string{
		http.StatusForbidden:           "authorization denied by plugin",
		http.StatusInternalServerError: "rpc error: code = Unknown desc = The swarm does not have a leader",
		http.StatusServiceUnavailable:  "Swarm is encrypted and needs to be unlocked before it can be used.",
	} {
		e := sim.New(served(time.Unix(1_790_000_000, 0)), sim.Options{Version: "28.5.2"})
		t.Cleanup(e.Close)
		e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodGet, Path: "/services"}, Status: status, Message: message})
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		inv, err := List(t.Context(), c, c.KnownEngine())
		if err != nil {
			t.Errorf("%d: %v", status, err)
			continue
		}
		if len(inv.Containers()) != 1 || !strings.Contains(inv.ServicesRefused(), message) {
			t.Errorf("%d: %d containers, refused %q", status, len(inv.Containers()), inv.ServicesRefused())
		}
		image, _ := inv.ByRef("app:1")
		plan := model.NewPlan(inv, image.Keys(), nil)
		if plan.ReadySteps() != 1 || plan.ServicesRefused == "" {
			t.Errorf("%d: %d steps, %q", status, plan.ReadySteps(), plan.ServicesRefused)
		}
	}
}
