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
	services, err := c.services(ctx)
	if err != nil {
		return nil, err
	}
	return inv.WithServices(services), nil
}

func (serviceKind) fetch(f *Feed, _ time.Time) request {
	return func(ctx context.Context) (func(), error) {
		services, err := f.client.services(ctx)
		return func() { f.setServices(services) }, err
	}
}

// setServices makes the next inventory, if there are any or were.
func (f *Feed) setServices(services []*model.Service) {
	if len(services)+len(f.inventory.Services()) == 0 {
		return
	}
	f.inventory = f.inventory.WithServices(services)
	f.dirty = true
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

// services lists the services of the swarm that the engine manages; none if it manages none.
func (c fetcher) services(ctx context.Context) ([]*model.Service, error) {
	if may, err := c.MayManageSwarm(ctx); err != nil || !may {
		return nil, err
	}
	var services []*model.Service
	err := c.Get(ctx, "/services", nil, func(body io.Reader) error {
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
	if dockerx.IsUnavailable(err) {
		return nil, nil
	}
	return services, err
}
