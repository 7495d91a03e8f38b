package sim

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"jettison/model"
)

// containerDetails is the answer of /containers/{id}/json, as far as a world describes
// containers.
type containerDetails struct {
	ID           string `json:"Id"`
	Created      string
	Path         string
	Args         []string
	State        containerState
	Image        string
	Name         string
	RestartCount int
	Driver       string
	Platform     string
	SizeRw       *int64 `json:",omitempty"`
	SizeRootFs   *int64 `json:",omitempty"`
	Mounts       []containerMount
	Config       containerConfig
	HostConfig   struct{ AutoRemove bool }
}

type containerState struct {
	Status                                       model.ContainerState
	Running, Paused, Restarting, OOMKilled, Dead bool
	Pid, ExitCode                                int
	Error, StartedAt, FinishedAt                 string
}

type containerConfig struct {
	Cmd    []string
	Image  string
	Labels map[string]string
}

// inspectContainer serves /containers/{id}/json.
func (e *Engine) inspectContainer(call *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(call.name)
	if err != nil {
		return reply{}, err
	}
	details := containerDetails{
		ID: string(c.ID), Created: c.Created.UTC().Format(timeLayout), Args: []string{},
		State: stateOf(c), Image: string(c.Image), Name: "/" + c.Name,
		Driver: e.driver(), Platform: platform, Mounts: e.mounts(c.Container),
		Config: containerConfig{Cmd: c.Cmd, Image: c.ImageRef, Labels: emptyLabels(c.Labels)},
	}
	details.HostConfig.AutoRemove = c.AutoRemove
	if len(c.Cmd) > 0 {
		details.Path, details.Args = c.Cmd[0], c.Cmd[1:]
	}
	if call.boolean("size") {
		root := e.unpacked(c.top) + c.SizeRw
		rw := c.SizeRw
		details.SizeRw, details.SizeRootFs = &rw, &root
	}
	return ok(details)
}

func stateOf(c *container) containerState {
	s := containerState{
		Status: c.State, Running: c.State.Running(), Paused: c.State == model.StatePaused,
		Restarting: c.State == model.StateRestarting, Dead: c.State == model.StateDead,
		ExitCode: c.ExitCode, StartedAt: stamp(c.Started), FinishedAt: stamp(c.Finished),
	}
	if s.Running {
		// A world has no processes; any number but 0 says that there is one.
		s.Pid = 4000 + len(c.Name)
	}
	return s
}

// stamp writes a time as engines do; never is the year 1.
func stamp(t time.Time) string { return t.UTC().Format(timeLayout) }

// container finds a container by name, ID or the start of its ID.
func (e *Engine) container(name string) (*container, *apiError) {
	if c, ok := e.st.containers[model.ContainerID(name)]; ok {
		return c, nil
	}
	if c, ok := e.st.names[strings.TrimPrefix(name, "/")]; ok {
		return c, nil
	}
	var match *container
	for id, c := range e.st.containers {
		if !strings.HasPrefix(string(id), name) {
			continue
		}
		if match != nil {
			match = nil
			break
		}
		match = c
	}
	if match == nil && e.podman() {
		return nil, &apiError{http.StatusNotFound, fmt.Sprintf("no container with name or ID %q found: no such container", name)}
	}
	if match == nil {
		return nil, &apiError{http.StatusNotFound, "No such container: " + name}
	}
	return match, nil
}
