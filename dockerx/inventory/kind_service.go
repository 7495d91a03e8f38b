package inventory

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/internal/jsonstream"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// serviceKind is what is special to swarm services. They are listed with the containers, as
// they use images too, and listed again after each of their events: there are few.
type serviceKind struct{}

func (serviceKind) fact() model.Fact { return model.FactContainers }

func (serviceKind) list(ctx context.Context, c fetcher, inv *model.Inventory) (*model.Inventory, error) {
	listed, err := c.services(ctx)
	if err != nil {
		return nil, err
	}
	return listed.in(inv), nil
}

func (serviceKind) fetch(f *Feed, _ time.Time) request {
	return func(ctx context.Context) (func(), error) {
		listed, err := f.client.services(ctx)
		return func() { f.setServices(listed) }, err
	}
}

// setServices makes the next inventory, if there is anything new.
func (f *Feed) setServices(listed serviceList) {
	if len(listed.services)+len(f.inventory.Services()) == 0 && listed.refused == f.inventory.ServicesRefused() {
		return
	}
	f.inventory = listed.in(f.inventory)
	f.dirty = true
}

// serviceList is what an engine tells of the services of its swarm.
type serviceList struct {
	services []*model.Service
	refused  string // why it does not tell them; empty when it does, and where there are none
}

// in returns an inventory with the services.
func (l serviceList) in(inv *model.Inventory) *model.Inventory {
	if l.refused != "" {
		return inv.WithServicesRefused(l.refused)
	}
	return inv.WithServices(l.services)
}

func (serviceKind) events() (of string, actions []string) {
	return "service", []string{"create", "update", "remove"}
}

func (serviceKind) add(c *coalescer, _ event) { c.pending.services = true }

func (serviceKind) narrow(_ *Feed, b batch) bool { return b.services }

func (serviceKind) lookUp(ctx context.Context, c fetcher, _ *model.Inventory, b batch, into *lookupResult) (err error) {
	if b.services {
		into.services, err = c.services(ctx)
	}
	return err
}

func (serviceKind) merge(f *Feed, b batch, found lookupResult) {
	if b.services {
		f.setServices(found.services)
	}
}

// serviceSpec is what is read of a specification of a service. Plugins have no images.
type serviceSpec struct {
	Name         string
	TaskTemplate struct {
		ContainerSpec struct{ Image string }
	}
}

func (s *serviceSpec) image() string {
	if s == nil {
		return ""
	}
	return wire.Ref(s.TaskTemplate.ContainerSpec.Image)
}

// services lists the services of the swarm that the engine manages; none if it manages none. A
// manager that refuses to tell them, as one without a leader or behind a proxy that forbids it,
// does not keep the containers from being known.
func (c fetcher) services(ctx context.Context) (serviceList, error) {
	state, err := c.SwarmState(ctx)
	if err != nil || !state.MayHaveServices() {
		return serviceList{}, err
	}
	var services []*model.Service
	err = c.Get(ctx, "/services", nil, func(body io.Reader) error {
		dec := json.NewDecoder(body)
		return jsonstream.Elements(dec, func() error {
			var listed struct {
				ID           string
				Spec         serviceSpec
				PreviousSpec *serviceSpec
			}
			if err := dec.Decode(&listed); err != nil {
				return err
			}
			services = append(services, &model.Service{
				ID: model.ServiceID(model.Clean(listed.ID)), Name: model.Clean(listed.Spec.Name),
				Image: listed.Spec.image(), Previous: listed.PreviousSpec.image(),
			})
			return nil
		})
	})
	switch {
	case dockerx.IsUnavailable(err) && !state.Said(), dockerx.IsNotFound(err):
		return serviceList{}, nil // Docker before 23 answers so where it manages no swarm
	case dockerx.IsStatusError(err):
		return serviceList{refused: model.Clean(err.Error())}, nil
	}
	return serviceList{services: services}, err
}
