package inventory

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
)

// An engine that sends events without a pause is followed all the same, and is not asked for each
// of them.
func TestFlood(t *testing.T) {
	world := developer(time.Now())
	engine := sim.New(world, sim.Options{})
	t.Cleanup(engine.Close)
	image := world.Inventory().Images()[0]
	events := ""
	for _, action := range []string{"tag", "untag", "pull", "load"} {
		events += fmt.Sprintf(`{"Type":"image","Action":%q,"Actor":{"ID":%q},"time":1}`+"\n", action, image.ID)
	}
	engine.Inject(sim.Fault{Match: sim.Match{Path: "/events"}, Kind: sim.FaultAnswer, Body: events, End: events})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	client, err := dockerx.Connect(ctx, dockerx.Options{Dial: engine.Dial, Env: noEnv})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	began := time.Now()
	feed := Follow(ctx, client, FollowOptions{})
	loaded := func(asked time.Time, facts ...model.Fact) {
		t.Helper()
		for {
			s, err := feed.Next(ctx)
			if err != nil {
				t.Fatal(err)
			}
			missing := 0
			for _, fact := range facts {
				if s.Facts[fact].At.Before(asked) {
					missing++
				}
			}
			if missing == 0 {
				return
			}
		}
	}
	loaded(began, model.FactImages, model.FactContainers, model.FactEngine)
	again := time.Now()
	feed.Reload(model.FactImages)
	loaded(again, model.FactImages)
	if len(feed.Inventory().Images()) != len(world.Inventory().Images()) {
		t.Errorf("there are %d images", len(feed.Inventory().Images()))
	}
	for feed.eventCount.Load() < 500 {
		if ctx.Err() != nil {
			t.Fatalf("only %d events came", feed.eventCount.Load())
		}
		time.Sleep(10 * time.Millisecond)
	}
	// One inspection a batch.
	if most := int(time.Since(began)/coalesceMax) + 2; inspections(engine, image.ID) > most {
		t.Errorf("the image was inspected %d times in %v", inspections(engine, image.ID), time.Since(began))
	}
}

// inspections counts the requests for an image.
func inspections(engine *sim.Engine, id model.ImageID) (n int) {
	for _, r := range engine.Requests() {
		if r.Method == http.MethodGet && r.Path == "/images/"+string(id)+"/json" {
			n++
		}
	}
	return n
}
