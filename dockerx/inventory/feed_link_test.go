package inventory

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
)

// A feed asks for events since it began, not since its client connected: deletions that are older
// than its first list would take away images that have come back since.
func TestFeedAsksForNoOldEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		engine := sim.New(developer(time.Now()), sim.Options{})
		defer engine.Close()
		client, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial, Env: noEnv})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }()
		time.Sleep(time.Hour)
		began := time.Now()
		r := &rig{t: t, engine: engine, ctx: t.Context(), feed: Follow(t.Context(), client, FollowOptions{})}
		r.loaded()
		asked := 0
		for _, request := range engine.Requests() {
			if !strings.HasSuffix(request.Path, "/events") {
				continue
			}
			query, err := url.ParseQuery(request.Query)
			if err != nil {
				t.Fatal(err)
			}
			asked++
			since, err := strconv.ParseInt(query.Get("since"), 10, 64)
			if at := time.Unix(since, 0); err != nil || at.After(began) || at.Before(began.Add(-time.Second)) {
				t.Errorf("it began at %v and asked since %v: %v", began, at, err)
			}
		}
		if asked != 1 {
			t.Errorf("it asked for events %d times", asked)
		}
	})
}
