package words_test

import (
	"slices"
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestContainerFacts(t *testing.T) {
	t.Parallel()
	task := map[string]string{"com.docker.swarm.task.id": "t", "com.docker.swarm.service.name": "web"}
	for _, tt := range []struct {
		name string
		of   model.Container
		want []string
	}{
		{"plain", model.Container{State: model.StateRunning}, nil},
		{"ended", model.Container{State: model.StateExited, ExitCode: new(137)}, []string{"ended with exit code 137"}},
		{
			"compose",
			model.Container{Labels: map[string]string{"com.docker.compose.project": "shop", "com.docker.compose.project.working_dir": "/src/shop"}},
			[]string{"project shop in /src/shop"},
		},
		{"project alone", model.Container{Labels: map[string]string{"com.docker.compose.project": "shop"}}, []string{"project shop"}},
		{"dev container", model.Container{Labels: map[string]string{"devcontainer.local_folder": "/src"}}, []string{"started from /src"}},
		{"--rm", model.Container{State: model.StateRunning, AutoRemove: true, Inspected: true}, []string{"it goes by itself once it stops (--rm)"}},
		{"task", model.Container{State: model.StateRunning, Labels: task}, []string{"the swarm service web starts another one in its place"}},
		{"task that ended", model.Container{State: model.StateExited, Labels: task}, nil},
	} {
		if got := words.ContainerFacts(&tt.of); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What stops the removal of a container says what comes after it.
func TestBlockedContainers(t *testing.T) {
	t.Parallel()
	c := &model.Container{
		Name: "web.1", State: model.StateRunning,
		Labels: map[string]string{"com.docker.swarm.task.id": "t", "com.docker.swarm.service.name": "web"},
	}
	blocker := model.Blocker{Kind: model.BlockerAlive, Things: []model.Thing{c}}
	if got, want := words.Blocker(&blocker, now), "it runs; the swarm service web starts another one in its place"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	step := model.Step{Action: model.ActionRemove, Thing: c}
	if got, want := words.ContainerRemoval(&step), "what it has written does not come back; its volumes stay; the swarm service web starts another one in its place"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
