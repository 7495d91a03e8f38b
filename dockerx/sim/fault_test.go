package sim_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

var images = sim.Match{Method: "GET", Path: "/images/json"}

func TestFaultStatus(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{})
	fault := engine.Inject(sim.Fault{Match: images, Status: 503, Message: "try later", Skip: 1, Times: 2})
	for i, wantFail := range []bool{false, true, true, false} {
		_, err := cli.ImageList(t.Context(), client.ImageListOptions{})
		if failed := err != nil; failed != wantFail {
			t.Errorf("request %d: %v", i, err)
		}
		if err != nil && !strings.Contains(err.Error(), "try later") {
			t.Errorf("request %d: %v", i, err)
		}
	}
	if fault.Hits() != 2 {
		t.Errorf("%d hits, want 2", fault.Hits())
	}
}

func TestFaultOfOneImage(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{})
	engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE", Path: "/images/lone:1"}, Message: "disk on fire"})
	if _, err := cli.ImageRemove(t.Context(), "lone:1", client.ImageRemoveOptions{}); err == nil {
		t.Error("the fault did not strike")
	}
	if _, err := cli.ImageRemove(t.Context(), "child:1", client.ImageRemoveOptions{}); err != nil {
		t.Error(err)
	}
	if _, err := cli.ImageInspect(t.Context(), "lone:1"); err != nil {
		t.Errorf("the refused image is gone: %v", err)
	}
}

func TestFaultHang(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{})
	fault := engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE"}, Kind: sim.FaultHang})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, err := cli.ImageRemove(ctx, "lone:1", client.ImageRemoveOptions{})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a hanging request ended with %v", err)
	}
	if _, err := cli.ImageInspect(t.Context(), "lone:1"); err != nil {
		t.Errorf("the image is gone: %v", err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := cli.ImageRemove(context.WithoutCancel(t.Context()), "lone:1", client.ImageRemoveOptions{})
		done <- err
	}()
	for fault.Hits() < 2 {
		time.Sleep(time.Millisecond)
	}
	fault.Release()
	if err := <-done; err != nil {
		t.Errorf("a released request failed: %v", err)
	}
}

func TestFaultTruncateAndCut(t *testing.T) {
	for name, tc := range map[string]struct {
		fault    sim.Fault
		executed bool
	}{
		"truncated":       {sim.Fault{Kind: sim.FaultTruncate, Bytes: 20}, true},
		"cut before":      {sim.Fault{Kind: sim.FaultCut}, false},
		"cut after":       {sim.Fault{Kind: sim.FaultCutAfter}, true},
		"cut in the body": {sim.Fault{Kind: sim.FaultCutAfter, Bytes: 20}, true},
	} {
		t.Run(name, func(t *testing.T) {
			engine, cli := connect(t, newScene().world, sim.Options{})
			tc.fault.Match = sim.Match{Method: "DELETE"}
			engine.Inject(tc.fault)
			if _, err := cli.ImageRemove(t.Context(), "lone:1", client.ImageRemoveOptions{}); err == nil {
				t.Error("no error")
			}
			_, err := engine.ImageID("lone:1")
			if gone := err != nil; gone != tc.executed {
				t.Errorf("the image is gone: %v, want %v", gone, tc.executed)
			}
		})
	}
}

func TestEngineDiesAndComesBack(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{})
	stream := cli.Events(t.Context(), client.EventsListOptions{})
	waitForStream(t, engine)
	fault := engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE"}, Kind: sim.FaultDie})
	if _, err := cli.ImageRemove(t.Context(), "lone:1", client.ImageRemoveOptions{}); err == nil {
		t.Error("the engine died and answered")
	}
	if err := <-stream.Err; err == nil {
		t.Error("the stream ended without an error")
	}
	if _, err := cli.ImageList(t.Context(), client.ImageListOptions{}); !client.IsErrConnectionFailed(err) {
		t.Errorf("a dead engine: %v", err)
	}
	fault.Release()
	engine.Start()
	if _, err := cli.ImageRemove(t.Context(), "lone:1", client.ImageRemoveOptions{}); err != nil {
		t.Errorf("the engine came back: %v", err)
	}
}

func TestStorm(t *testing.T) {
	const storm = 5000
	engine, cli := connect(t, modeltest.Many(50, 1, testTime), sim.Options{Clock: fixedClock})
	stream := cli.Events(t.Context(), client.EventsListOptions{})
	waitForStream(t, engine)
	engine.Storm(storm)
	last := int64(0)
	for i := range storm {
		select {
		case message := <-stream.Messages:
			if message.TimeNano <= last {
				t.Fatalf("event %d is not later than the one before", i)
			}
			last = message.TimeNano
		case err := <-stream.Err:
			t.Fatal(err)
		}
	}
	engine.CutStreams()
	if err := <-stream.Err; err == nil {
		t.Error("the stream was cut without an error")
	}
}

func TestLatency(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{Latency: []sim.Latency{
		{Match: sim.Match{Method: "DELETE", Path: "/images/*"}, PerItem: 20 * time.Millisecond},
	}})
	start := time.Now()
	if _, err := cli.ImageRemove(t.Context(), "child:1", client.ImageRemoveOptions{}); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took < 60*time.Millisecond {
		t.Errorf("removing three layers took %v, want at least 60 ms", took)
	}
	engine.SetLatency()
	start = time.Now()
	if _, err := cli.ImageList(t.Context(), client.ImageListOptions{}); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("a list without latency took %v", took)
	}
}

func TestRequestsAreLogged(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{})
	if _, err := cli.ImageList(t.Context(), client.ImageListOptions{All: true}); err != nil {
		t.Fatal(err)
	}
	engine.ForgetRequests()
	if _, err := cli.DiskUsage(t.Context(), client.DiskUsageOptions{Images: true}); err != nil {
		t.Fatal(err)
	}
	log := engine.Requests()
	if len(log) != 1 || log[0].Method != http.MethodGet || log[0].Path != "/system/df" || log[0].Query != "type=image" {
		t.Errorf("the log says %+v", log)
	}
}

func TestServeOnASocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s.sock")
	engine, _ := connect(t, newScene().world, sim.Options{})
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip("no unix sockets here:", err)
	}
	if err := engine.Serve(l); err != nil {
		t.Fatal(err)
	}
	cli, err := client.New(client.WithHost("unix://" + socket))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cli.Close() }()
	if _, err := cli.ImageList(t.Context(), client.ImageListOptions{}); err != nil {
		t.Error(err)
	}
}

// Everybody at once: the race detector is the judge.
func TestConcurrentUse(t *testing.T) {
	engine, cli := connect(t, modeltest.Developer(2, testTime), sim.Options{})
	ctx := t.Context()
	list, err := cli.ImageList(ctx, client.ImageListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i, item := range list.Items {
				switch {
				case i%4 == worker:
					_, _ = cli.ImageRemove(ctx, item.ID, client.ImageRemoveOptions{Force: true, PruneChildren: true})
				case i%16 == worker:
					_, _ = cli.DiskUsage(ctx, client.DiskUsageOptions{Images: true, Containers: true, Volumes: true, BuildCache: true})
				case i%16 == worker+4:
					_, _ = cli.ImageHistory(ctx, item.ID)
					_, _ = cli.ContainerList(ctx, client.ContainerListOptions{All: true})
				case i%16 == worker+8:
					_ = engine.Tag("alpine:3.20", "race:latest")
				}
			}
		})
	}
	all.Wait()
	if _, err := cli.ImageList(ctx, client.ImageListOptions{}); err != nil {
		t.Error(err)
	}
}
