package model_test

import (
	"testing"

	"jettison/model"
)

func TestContainerLabels(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                     string
		labels                   map[string]string
		project, folder, service string
		task                     bool
	}{
		{name: "none"},
		{
			name:    "compose",
			labels:  map[string]string{"com.docker.compose.project": "shop", "com.docker.compose.project.working_dir": "/src/shop"},
			project: "shop", folder: "/src/shop",
		},
		{name: "dev container", labels: map[string]string{"devcontainer.local_folder": "/src/api"}, folder: "/src/api"},
		{
			name:    "swarm",
			labels:  map[string]string{"com.docker.swarm.task.id": "t1", "com.docker.swarm.service.id": "s1", "com.docker.swarm.service.name": "web"},
			service: "web", task: true,
		},
		{name: "swarm without a name", labels: map[string]string{"com.docker.swarm.task.id": "t1", "com.docker.swarm.service.id": "s1"}, service: "s1", task: true},
	} {
		c := &model.Container{Labels: tt.labels}
		service, task := c.SwarmTask()
		if c.Project() != tt.project || c.ProjectFolder() != tt.folder || service != tt.service || task != tt.task {
			t.Errorf("%s: project %q in %q, task %v of %q", tt.name, c.Project(), c.ProjectFolder(), task, service)
		}
	}
}
