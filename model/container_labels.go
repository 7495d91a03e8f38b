package model

import "cmp"

// Labels by which others mark the containers that they make.
const (
	labelComposeFolder     = "com.docker.compose.project.working_dir"
	labelDevContainer      = "devcontainer.local_folder"
	labelSwarmTask         = "com.docker.swarm.task.id"
	labelSwarmService      = "com.docker.swarm.service.id"
	labelSwarmServiceNamed = "com.docker.swarm.service.name"
)

// Project is the compose project that the container belongs to; empty for none.
func (c *Container) Project() string { return c.Labels[projectLabel] }

// ProjectFolder is the folder, on the machine of whoever started it, of the compose project
// or dev container; empty for none.
func (c *Container) ProjectFolder() string {
	return cmp.Or(c.Labels[labelComposeFolder], c.Labels[labelDevContainer])
}

// SwarmTask reports whether the container is a task of a swarm service, which starts
// another one in its place. service is the name or ID of that; empty if no label tells.
func (c *Container) SwarmTask() (service string, is bool) {
	if c.Labels[labelSwarmTask] == "" {
		return "", false
	}
	return cmp.Or(c.Labels[labelSwarmServiceNamed], c.Labels[labelSwarmService]), true
}
