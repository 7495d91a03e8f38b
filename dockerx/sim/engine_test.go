package sim_test

import (
	"context"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

var testTime = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func fixedClock() time.Time { return testTime }

// connect starts an engine that holds a world and returns it with a client.
func connect(tb testing.TB, world *modeltest.World, opts sim.Options) (*sim.Engine, *client.Client) {
	tb.Helper()
	engine := sim.New(world, opts)
	tb.Cleanup(engine.Close)
	cli, err := client.New(client.WithHost("tcp://embedded"), client.WithDialContext(engine.Dial))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = cli.Close() })
	return engine, cli
}

func TestPingNegotiates(t *testing.T) {
	for _, tc := range []struct {
		store      model.Store
		version    string
		api, agent string
	}{
		{model.StoreGraph, "", "1.51", "Docker/28.5.2 (linux)"},
		{model.StoreGraph, "20.10.24", "1.41", "Docker/20.10.24 (linux)"},
		{model.StoreContainerd, "29.8.1", "1.56", "Docker/29.8.1 (linux)"},
		{model.StorePodman, "5.8.6", "1.44", "Libpod/5.8.6 (linux)"},
		{model.StorePodman, "4.3.1", "1.41", "Libpod/4.3.1 (linux)"},
	} {
		_, cli := connect(t, modeltest.New(1, testTime), sim.Options{Store: tc.store, Version: tc.version})
		ping, err := cli.Ping(context.Background(), client.PingOptions{NegotiateAPIVersion: true})
		if err != nil {
			t.Fatal(err)
		}
		if ping.APIVersion != tc.api || cli.ClientVersion() != tc.api {
			t.Errorf("%v: API version %s, the client took %s", tc, ping.APIVersion, cli.ClientVersion())
		}
		info, err := cli.Info(context.Background(), client.InfoOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if tc.version != "" && info.Info.ServerVersion != tc.version {
			t.Errorf("server version %s, want %s", info.Info.ServerVersion, tc.version)
		}
	}
}

func TestListAndEvents(t *testing.T) {
	world := modeltest.Many(100, 1, testTime)
	engine, cli := connect(t, world, sim.Options{})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	stream := cli.Events(ctx, client.EventsListOptions{})
	list, err := cli.ImageList(ctx, client.ImageListOptions{All: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != 100 {
		t.Fatalf("%d images, want 100", len(list.Items))
	}
	var victim string
	for _, item := range list.Items {
		if len(item.RepoTags) == 1 && item.Containers == 0 {
			victim = item.ID
			break
		}
	}
	waitForStream(t, engine)
	if _, err := cli.ImageRemove(ctx, victim, client.ImageRemoveOptions{PruneChildren: true}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"untag", "delete"} {
		select {
		case message := <-stream.Messages:
			if string(message.Action) != want || message.Actor.ID != victim {
				t.Errorf("event %s of %s, want %s of %s", message.Action, message.Actor.ID, want, victim)
			}
		case err := <-stream.Err:
			t.Fatal(err)
		}
	}
}

// waitForStream waits until somebody listens to the engine's events.
func waitForStream(t *testing.T, engine *sim.Engine) {
	t.Helper()
	for range 1000 {
		if engine.Listeners() > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("nobody listens to events")
}
