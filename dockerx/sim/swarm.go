package sim

import (
	"net/http"
	"time"

	"github.com/moby/moby/api/types/swarm"

	"jettison/model"
)

// swarmCluster is the swarm that an engine manages, alone. Its services run no tasks here.
type swarmCluster struct {
	services []*swarm.Service
	version  uint64 // of the last change
}

// newSwarm returns the swarm of a world; nil for one without services.
func newSwarm(services []*model.Service, now time.Time) *swarmCluster {
	if len(services) == 0 {
		return nil
	}
	cluster := &swarmCluster{}
	for _, of := range services {
		service := cluster.add(string(of.ID), specOf(of.Name, of.Image), now)
		if of.Previous != "" {
			previous := specOf(of.Name, of.Previous)
			service.PreviousSpec = &previous
		}
	}
	return cluster
}

// specOf specifies a service that is scaled to 0.
func specOf(name, image string) swarm.ServiceSpec {
	none := uint64(0)
	return swarm.ServiceSpec{
		Annotations:  swarm.Annotations{Name: name, Labels: map[string]string{}},
		TaskTemplate: swarm.TaskSpec{ContainerSpec: &swarm.ContainerSpec{Image: image}, Runtime: swarm.RuntimeContainer},
		Mode:         swarm.ServiceMode{Replicated: &swarm.ReplicatedService{Replicas: &none}},
	}
}

func (s *swarmCluster) add(id string, spec swarm.ServiceSpec, now time.Time) *swarm.Service {
	s.version++
	service := &swarm.Service{
		ID: id, Spec: spec,
		Meta: swarm.Meta{Version: swarm.Version{Index: s.version}, CreatedAt: now.UTC(), UpdatedAt: now.UTC()},
	}
	s.services = append(s.services, service)
	return service
}

// swarmInfo is what /info says of the swarm.
type swarmInfo struct {
	LocalNodeState   swarm.LocalNodeState
	ControlAvailable bool
}

// swarmInfo tells nothing of Podman, which knows no swarms.
func (e *Engine) swarmInfo() *swarmInfo {
	switch {
	case e.podman():
		return nil
	case e.swarm == nil:
		return &swarmInfo{LocalNodeState: swarm.LocalNodeStateInactive}
	}
	return &swarmInfo{LocalNodeState: swarm.LocalNodeStateActive, ControlAvailable: true}
}

// swarmState is the header of the answer to a ping.
func (e *Engine) swarmState() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.swarm == nil {
		return "inactive"
	}
	return "active/manager"
}

func swarmRoutes() []route {
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []route{
		{method: post, prefix: "/swarm/init", handle: (*Engine).initSwarm},
		{method: post, prefix: "/swarm/leave", handle: (*Engine).leaveSwarm},
		{method: get, prefix: "/services", handle: (*Engine).listServices},
		{method: post, prefix: "/services/create", handle: (*Engine).createService},
		{method: post, prefix: "/services/", suffix: "/update", named: true, handle: (*Engine).updateService},
		{method: get, prefix: "/services/", named: true, handle: (*Engine).inspectService},
		{method: del, prefix: "/services/", named: true, handle: (*Engine).removeService},
	}
}

// initSwarm serves POST /swarm/init.
func (e *Engine) initSwarm(*call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.swarm != nil {
		return fail(http.StatusServiceUnavailable, `This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.`)
	}
	e.swarm = &swarmCluster{}
	return ok("embedded")
}

// leaveSwarm serves POST /swarm/leave.
func (e *Engine) leaveSwarm(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.swarm == nil:
		return fail(http.StatusServiceUnavailable, "This node is not part of a swarm")
	case !c.boolean("force"):
		return fail(http.StatusServiceUnavailable, "You are attempting to leave the swarm on a node that is participating as a manager. "+
			"Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message. ")
	}
	e.swarm = nil
	return reply{status: http.StatusOK}, nil
}
