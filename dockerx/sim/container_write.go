package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/moby/moby/api/types/events"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/api/types/volume"

	"jettison/model"
	"jettison/model/modeltest"
)

// Exit codes of processes that a signal ended: 128 plus its number.
const (
	exitTerminated = 143
	exitKilled     = 137
)

// removeContainer serves DELETE /containers/{id}.
func (e *Engine) removeContainer(call *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(call.name)
	if err != nil {
		return reply{}, err
	}
	if c.State.Running() && !call.boolean("force") {
		return fail(http.StatusConflict, e.runningText(c, call.name))
	}
	e.destroy(c)
	return reply{status: http.StatusNoContent}, nil
}

// runningText says why a running container is not removed.
func (e *Engine) runningText(c *container, name string) string {
	paused := c.State == model.StatePaused
	switch {
	case e.podman():
		return fmt.Sprintf("cannot remove container %s as it is %s - running or paused containers cannot be removed without force: container state improper", c.ID, c.State)
	case e.legacy && paused:
		return fmt.Sprintf("You cannot remove a paused container %s. Unpause and then stop the container before attempting removal or force remove", c.ID)
	case e.legacy:
		return fmt.Sprintf("You cannot remove a running container %s. Stop the container before attempting removal or force remove", c.ID)
	case paused:
		return fmt.Sprintf("cannot remove container %q: container is paused and must be unpaused first", name)
	case c.State == model.StateRestarting:
		return fmt.Sprintf("cannot remove container %q: container is restarting: stop the container before removing or force remove", name)
	}
	return fmt.Sprintf("cannot remove container %q: container is running: stop the container before removing or force remove", name)
}

// destroy removes a container, killing it first when it runs.
func (e *Engine) destroy(c *container) {
	if c.State.Running() {
		e.emitContainer(events.ActionKill, c, "signal", "9")
		e.exit(c, exitKilled)
	}
	e.st.dropContainer(c)
	action := events.ActionDestroy
	if e.podman() {
		action = events.ActionRemove
	}
	e.emitContainer(action, c)
}

// exit ends a container's process.
func (e *Engine) exit(c *container, code int) {
	c.State, c.ExitCode, c.Finished = model.StateExited, code, e.now()
	ran := int(c.Finished.Sub(c.Started) / time.Second)
	e.emitContainer(events.ActionDie, c, "execDuration", strconv.Itoa(max(0, ran)), "exitCode", strconv.Itoa(code))
}

// vanish removes a container that was to be removed once it stops.
func (e *Engine) vanish(c *container) {
	if c.AutoRemove {
		e.destroy(c)
	}
}

// startContainer serves POST /containers/{id}/start.
func (e *Engine) startContainer(call *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(call.name)
	if err != nil {
		return reply{}, err
	}
	if c.State == model.StatePaused {
		return fail(http.StatusConflict, "cannot start a paused container, try unpause instead")
	}
	if c.State.Running() {
		return reply{status: http.StatusNotModified}, nil
	}
	e.start(c)
	return reply{status: http.StatusNoContent}, nil
}

func (e *Engine) start(c *container) {
	c.State, c.Started, c.ExitCode = model.StateRunning, e.now(), 0
	e.emitContainer(events.ActionStart, c)
}

// stopContainer serves POST /containers/{id}/stop.
func (e *Engine) stopContainer(call *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(call.name)
	if err != nil {
		return reply{}, err
	}
	if !c.State.Running() {
		return reply{status: http.StatusNotModified}, nil
	}
	e.emitContainer(events.ActionKill, c, "signal", "15")
	e.exit(c, exitTerminated)
	e.emitContainer(events.ActionStop, c)
	e.vanish(c)
	return reply{status: http.StatusNoContent}, nil
}

// killContainer serves POST /containers/{id}/kill.
func (e *Engine) killContainer(call *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(call.name)
	if err != nil {
		return reply{}, err
	}
	if !c.State.Running() {
		if e.legacy {
			return fail(http.StatusConflict, fmt.Sprintf("Cannot kill container: %s: Container %s is not running", call.name, c.ID))
		}
		return fail(http.StatusConflict, fmt.Sprintf("cannot kill container: %s: container %s is not running", call.name, c.ID))
	}
	e.emitContainer(events.ActionKill, c, "signal", "9")
	e.exit(c, exitKilled)
	e.vanish(c)
	return reply{status: http.StatusNoContent}, nil
}

// pauseContainer serves POST /containers/{id}/pause.
func (e *Engine) pauseContainer(call *call) (reply, error) {
	return e.switchState(call.name, model.StateRunning, model.StatePaused, events.ActionPause, "is not running")
}

// unpauseContainer serves POST /containers/{id}/unpause.
func (e *Engine) unpauseContainer(call *call) (reply, error) {
	return e.switchState(call.name, model.StatePaused, model.StateRunning, events.ActionUnPause, "is not paused")
}

func (e *Engine) switchState(name string, from, to model.ContainerState, action events.Action, otherwise string) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(name)
	if err != nil {
		return reply{}, err
	}
	if c.State != from {
		return fail(http.StatusConflict, "Container "+string(c.ID)+" "+otherwise)
	}
	c.State = to
	e.emitContainer(action, c)
	return reply{status: http.StatusNoContent}, nil
}

type createRequest struct {
	Image      string
	Cmd        []string
	Labels     map[string]string
	HostConfig struct {
		Mounts     []mount.Mount
		AutoRemove bool
	}
}

type createAnswer struct {
	ID       string `json:"Id"`
	Warnings []string
}

// createContainer serves POST /containers/create.
func (e *Engine) createContainer(call *call) (reply, error) {
	var request createRequest
	if err := json.NewDecoder(call.Body).Decode(&request); err != nil {
		return fail(http.StatusBadRequest, "invalid JSON: "+err.Error())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.create(request, call.query.Get("name"))
	if err != nil {
		return reply{}, err
	}
	return reply{http.StatusCreated, createAnswer{ID: string(c.ID), Warnings: []string{}}}, nil
}

func (e *Engine) create(request createRequest, name string) (*container, error) {
	img, err := e.image(request.Image)
	if err != nil {
		return nil, err
	}
	mounts, err := e.mountedImages(request.HostConfig.Mounts)
	if err != nil {
		return nil, err
	}
	var volumes []string
	for _, m := range request.HostConfig.Mounts {
		if m.Type == mount.TypeVolume {
			volumes = append(volumes, m.Source)
		}
	}
	if other, taken := e.st.names[name]; taken {
		return nil, &apiError{http.StatusConflict, fmt.Sprintf("Conflict. The container name %q is already in use by container %q. "+
			"You have to remove (or rename) that container to be able to reuse that name.", "/"+name, other.ID)}
	}
	made := e.st.world.Run(modeltest.Start{
		Image: img.Image, Name: name, Ref: request.Image, State: model.StateCreated, Labels: request.Labels, Mounts: mounts, Volumes: volumes,
		AutoRemove: request.HostConfig.AutoRemove,
	})
	made.Created = e.now()
	if request.Cmd != nil {
		made.Cmd = request.Cmd
	}
	if made.Labels == nil {
		made.Labels = img.Labels
	}
	// The indexes of the state hold the containers.
	e.st.world.Containers = nil
	c := e.st.addContainer(made)
	for _, m := range request.HostConfig.Mounts {
		if m.Type == mount.TypeVolume {
			e.makeVolume(m.Source, volume.CreateRequest{})
			c.mountedAt[strings.Trim(m.Target, "/")] = m.Source
		}
	}
	e.emitContainer(events.ActionCreate, c)
	return c, nil
}
