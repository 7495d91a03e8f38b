package inventory

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// served is an engine with a container that mounts an image, and with a service.
func served(now time.Time) *modeltest.World {
	w := modeltest.New(3, now)
	base := w.Build(modeltest.Recipe{Tags: []string{"base:1"}, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", 1000)}})
	w.Build(modeltest.Recipe{Tags: []string{"data:1"}, Add: []modeltest.Instruction{modeltest.Run("ADD data /", 2000)}})
	w.Build(modeltest.Recipe{Tags: []string{"app:1"}, Add: []modeltest.Instruction{modeltest.Run("ADD app /", 3000)}})
	reader := w.Run(modeltest.Start{Image: base, Name: "reader", State: model.StateExited, Mounts: []string{"data:1"}})
	reader.Created = now.Add(300 * time.Millisecond)
	w.Serve("web", "app:1", "")
	return w
}

func inUse(inv *model.Inventory, ref string) bool {
	image, ok := inv.ByRef(ref)
	return ok && inv.InUse(image.ID)
}

// The feed knows what containers mount and what services name, and hears of both.
func TestFeedUsers(t *testing.T) {
	t.Parallel()
	for name, o := range engines() {
		t.Run(name, func(t *testing.T) {
			withFeed(t, served, o, nil, func(r *rig) {
				inv := r.loaded().Inventory
				if c := inv.Containers()[0]; !c.Created.Equal(r.world.Now.Add(300 * time.Millisecond)) {
					t.Errorf("the container was created at %v, to the second", c.Created)
				}
				docker := o.Store != model.StorePodman
				if !inUse(inv, "base:1") || !inUse(inv, "data:1") || inUse(inv, "app:1") != docker {
					t.Errorf("in use: base %t, data %t, app %t", inUse(inv, "base:1"), inUse(inv, "data:1"), inUse(inv, "app:1"))
				}
				if !docker {
					return
				}
				id := inv.Services()[0].ID
				send(r, http.MethodDelete, "/services/"+string(id), "")
				r.until("the service is gone", func(s model.Snapshot) bool { return !inUse(s.Inventory, "app:1") })
				send(r, http.MethodPost, "/services/create", `{"Name":"api","TaskTemplate":{"ContainerSpec":{"Image":"docker.io/library/app:1"}}}`)
				r.until("a service is there", func(s model.Snapshot) bool { return inUse(s.Inventory, "app:1") })
			})
		})
	}
}

// An engine outside a swarm is not asked for services, which it would log as an error.
func TestNoServicesAsked(t *testing.T) {
	t.Parallel()
	withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
		r.loaded()
		for _, path := range r.asked() {
			if strings.Contains(path, "/services") {
				t.Errorf("asked for %s", path)
			}
		}
	})
}

// send sends a request of another client.
func send(r *rig, method, path, body string) {
	r.t.Helper()
	transport := &http.Transport{DialContext: r.engine.Dial}
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(r.ctx, method, "http://engine"+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	response, err := transport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		r.t.Fatalf("%s %s: %s", method, path, response.Status)
	}
}
