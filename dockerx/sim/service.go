package sim

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/moby/moby/api/types/events"
	"github.com/moby/moby/api/types/swarm"

	"jettison/model"
)

// manager returns the swarm that the engine manages, or the refusal of one that manages none.
func (e *Engine) manager() (*swarmCluster, *apiError) {
	if e.swarm == nil {
		return nil, &apiError{http.StatusServiceUnavailable, `This node is not a swarm manager. Use "docker swarm init" or ` +
			`"docker swarm join" to connect this node to swarm and try again.`}
	}
	return e.swarm, nil
}

// listServices serves GET /services.
func (e *Engine) listServices(*call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	cluster, err := e.manager()
	if err != nil {
		return reply{}, err
	}
	services := make([]swarm.Service, 0, len(cluster.services))
	for _, service := range cluster.services {
		services = append(services, *service)
	}
	return ok(services)
}

// inspectService serves GET /services/{id}.
func (e *Engine) inspectService(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, service, err := e.service(c.name)
	if err != nil {
		return reply{}, err
	}
	return ok(*service)
}

// createService serves POST /services/create.
func (e *Engine) createService(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	cluster, err := e.manager()
	if err != nil {
		return reply{}, err
	}
	var spec swarm.ServiceSpec
	if err := json.NewDecoder(c.Body).Decode(&spec); err != nil {
		return fail(http.StatusBadRequest, "invalid JSON: "+err.Error())
	}
	made := e.st.world.Serve(spec.Name, "", "")
	e.st.world.Services = nil
	cluster.add(string(made.ID), spec, e.now())
	e.emitService(events.ActionCreate, made.ID, spec.Name)
	return reply{http.StatusCreated, swarm.ServiceCreateResponse{ID: string(made.ID)}}, nil
}

// updateService serves POST /services/{id}/update. What the service was becomes its previous
// specification.
func (e *Engine) updateService(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	cluster, service, err := e.service(c.name)
	if err != nil {
		return reply{}, err
	}
	var spec swarm.ServiceSpec
	if err := json.NewDecoder(c.Body).Decode(&spec); err != nil {
		return fail(http.StatusBadRequest, "invalid JSON: "+err.Error())
	}
	if c.query.Get("version") != fmt.Sprint(service.Version.Index) {
		return fail(http.StatusInternalServerError, "rpc error: code = Unknown desc = update out of sequence")
	}
	before := service.Spec
	service.PreviousSpec, service.Spec = &before, spec
	cluster.version++
	service.Version.Index, service.UpdatedAt = cluster.version, e.now().UTC()
	e.emitService(events.ActionUpdate, model.ServiceID(service.ID), spec.Name)
	return ok(swarm.ServiceUpdateResponse{})
}

// removeService serves DELETE /services/{id}.
func (e *Engine) removeService(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	cluster, service, err := e.service(c.name)
	if err != nil {
		return reply{}, err
	}
	for i, other := range cluster.services {
		if other == service {
			cluster.services = append(cluster.services[:i:i], cluster.services[i+1:]...)
			break
		}
	}
	e.emitService(events.ActionRemove, model.ServiceID(service.ID), service.Spec.Name)
	return reply{status: http.StatusOK}, nil
}

// service finds a service by its ID or name.
func (e *Engine) service(name string) (*swarmCluster, *swarm.Service, *apiError) {
	cluster, err := e.manager()
	if err != nil {
		return nil, nil, err
	}
	for _, service := range cluster.services {
		if service.ID == name || service.Spec.Name == name {
			return cluster, service, nil
		}
	}
	return nil, nil, &apiError{http.StatusNotFound, "service " + name + " not found"}
}

func (e *Engine) emitService(action events.Action, id model.ServiceID, name string) {
	e.events.publish(e.now(), event{Message: events.Message{
		Type: events.ServiceEventType, Action: action,
		Actor: events.Actor{ID: string(id), Attributes: map[string]string{"name": name}},
	}})
}
