package sim_test

import (
	"strings"
	"testing"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

func TestContainersLiveAndDie(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{Clock: fixedClock})
	ctx := t.Context()
	stream := cli.Events(ctx, client.EventsListOptions{})
	waitForStream(t, engine)
	made, err := cli.ContainerCreate(ctx, client.ContainerCreateOptions{
		Name: "new", Config: &container.Config{Image: "lone:1", Cmd: []string{"true"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		do    func() error
		state container.ContainerState
	}{
		{func() error { _, err := cli.ContainerStart(ctx, made.ID, client.ContainerStartOptions{}); return err }, container.StateRunning},
		{func() error { _, err := cli.ContainerPause(ctx, "new", client.ContainerPauseOptions{}); return err }, container.StatePaused},
		{func() error { _, err := cli.ContainerUnpause(ctx, "new", client.ContainerUnpauseOptions{}); return err }, container.StateRunning},
		{func() error {
			_, err := cli.ContainerStop(ctx, made.ID[:12], client.ContainerStopOptions{})
			return err
		}, container.StateExited},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		inspect, err := cli.ContainerInspect(ctx, made.ID, client.ContainerInspectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if inspect.Container.State.Status != step.state {
			t.Errorf("state %s, want %s", inspect.Container.State.Status, step.state)
		}
	}
	if _, err := cli.ContainerRemove(ctx, "new", client.ContainerRemoveOptions{}); err != nil {
		t.Fatal(err)
	}
	want := []string{"create", "start", "pause", "unpause", "kill", "die", "stop", "destroy"}
	for _, action := range want {
		select {
		case message := <-stream.Messages:
			if string(message.Action) != action || message.Actor.Attributes["name"] != "new" {
				t.Errorf("event %s of %s, want %s", message.Action, message.Actor.Attributes["name"], action)
			}
		case err := <-stream.Err:
			t.Fatal(err)
		}
	}
}

func TestRunningContainersAreNotRemoved(t *testing.T) {
	for version, want := range map[string]string{
		"":         `cannot remove container "live": container is running: stop the container before removing or force remove`,
		"20.10.24": "You cannot remove a running container ",
	} {
		_, cli := connect(t, newScene().world, sim.Options{Version: version})
		_, err := cli.ContainerRemove(t.Context(), "live", client.ContainerRemoveOptions{})
		if !errdefs.IsConflict(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", version, err)
		}
		if _, err := cli.ContainerRemove(t.Context(), "live", client.ContainerRemoveOptions{Force: true}); err != nil {
			t.Errorf("%s: forced: %v", version, err)
		}
	}
}

func TestSomeoneElse(t *testing.T) {
	engine, cli := connect(t, newScene().world, sim.Options{})
	ctx := t.Context()
	stream := cli.Events(ctx, client.EventsListOptions{Filters: client.Filters{}.Add("type", "image")})
	waitForStream(t, engine)
	loaded, err := engine.Load("base:1", modeltest.Recipe{
		Tags: []string{"lone:1"}, Add: []modeltest.Instruction{modeltest.Run("more", 9)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Tag("child:1", "used:1"); err != nil {
		t.Fatal(err)
	}
	if err := engine.Untag("runs:1"); err != nil {
		t.Fatal(err)
	}
	inspect, err := cli.ImageInspect(ctx, "lone:1")
	if err != nil {
		t.Fatal(err)
	}
	if inspect.ID != string(loaded) || inspect.Size != 1009 {
		t.Errorf("lone:1 is %s of %d bytes, want the loaded image of 1009", inspect.ID, inspect.Size)
	}
	for _, action := range []string{"load", "tag", "untag"} {
		select {
		case message := <-stream.Messages:
			if string(message.Action) != action {
				t.Errorf("event %s, want %s", message.Action, action)
			}
		case err := <-stream.Err:
			t.Fatal(err)
		}
	}
	containers, err := cli.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("name", "old")})
	if err != nil || len(containers.Items) != 1 {
		t.Fatal(containers, err)
	}
	if got := containers.Items[0].Image; !strings.HasPrefix(got, "sha256:") {
		t.Errorf("the container lists its image as %q, want the ID since the tag moved", got)
	}
}
