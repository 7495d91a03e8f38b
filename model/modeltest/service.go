package modeltest

import "jettison/model"

// Serve adds a swarm service without tasks to the world. image is what it runs, and previous
// what it ran before its last update; empty for none.
func (w *World) Serve(name, image, previous string) *model.Service {
	s := &model.Service{ID: model.ServiceID(w.hexID()[:serviceIDLength]), Name: name, Image: image, Previous: previous}
	w.Services = append(w.Services, s)
	return s
}

// serviceIDLength is how many characters the ID of a service has.
const serviceIDLength = 25
