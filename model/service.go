package model

import (
	"cmp"
	"slices"
	"strings"
)

// ServiceID is the identity of a service in a swarm.
type ServiceID string

// Service is a swarm service. It names the image that its tasks are started from, and
// holds nothing: an engine deletes the image all the same, and the next task that starts
// there fails. Services are never changed.
type Service struct {
	ID   ServiceID
	Name string
	// Image is the reference that its tasks are started from, as written, and Previous the
	// one before the last update, to which a rollback returns; empty for none.
	Image, Previous string
}

// names are the names of images that the service needs.
func (s *Service) names() []string {
	if s.Previous == "" || s.Previous == s.Image {
		return []string{s.Image}
	}
	return []string{s.Image, s.Previous}
}

// WithServices is the inventory with other swarm services. It takes ownership of the slice.
func (inv *Inventory) WithServices(services []*Service) *Inventory {
	next := *inv
	slices.SortFunc(services, func(a, b *Service) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(a.ID), string(b.ID)))
	})
	next.services, next.servicesRefused = services, ""
	next.setUsers()
	return &next
}

// WithServicesRefused is the inventory of an engine that may manage a swarm and does not tell its
// services, with the reason. Which images they name is not known then.
func (inv *Inventory) WithServicesRefused(why string) *Inventory {
	next := *inv.WithServices(nil)
	next.servicesRefused = why
	return &next
}

// ServicesRefused is why the engine does not tell the services of its swarm; empty when it does,
// and where there is none.
func (inv *Inventory) ServicesRefused() string { return inv.servicesRefused }

// Services are all swarm services, by name.
func (inv *Inventory) Services() []*Service { return inv.services }
