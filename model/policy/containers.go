package policy

import (
	"slices"

	"jettison/model"
)

// allowContainers lets the containers of an image go with it if all of them have
// been stopped for long enough.
func (s *selector) allowContainers(found []*candidate) {
	s.after = s.env.Inventory
	if s.policy.StoppedOlderThan <= 0 {
		return
	}
	s.out.Choices = model.Choices{}
	for _, c := range found {
		users := s.env.Inventory.Users(c.image.ID)
		if c.whole() && len(users) > 0 && len(s.env.Inventory.ServicesOf(c.image.ID)) == 0 && s.mayGo(users) {
			s.out.Choices[c.image.Target()] = s.out.Choices[c.image.Target()].With(model.RemedyRemoveStopped)
		}
	}
	if len(s.out.Choices) == 0 {
		return
	}
	var stay []*model.Container
	for _, c := range s.env.Inventory.Containers() {
		goes := func(image *model.Image) bool {
			_, chosen := s.out.Choices[image.Target()]
			return chosen
		}
		if !slices.ContainsFunc(s.env.Inventory.ImagesOf(c), goes) {
			stay = append(stay, c)
		}
	}
	s.after = s.env.Inventory.WithContainers(stay)
}

func (s *selector) mayGo(containers []*model.Container) bool {
	for _, c := range containers {
		at, ok := stoppedSince(c)
		if _, pinned := s.env.Inventory.Pin(model.Key{Target: c.Target()}); !ok || pinned || c.External || s.env.Now.Sub(at) <= s.policy.StoppedOlderThan {
			return false
		}
	}
	return true
}
