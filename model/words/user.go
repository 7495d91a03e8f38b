package words

import (
	"fmt"
	"time"

	"jettison/model"
)

// UsedBy returns what uses an image, each by its name: the containers, running ones first,
// then the swarm services.
func UsedBy(inv *model.Inventory, id model.ImageID) []string {
	var names []string
	for _, c := range model.ByState(inv.Users(id)) {
		names = append(names, c.Name)
	}
	for _, s := range inv.ServicesOf(id) {
		names = append(names, "service "+s.Name)
	}
	return names
}

// mountedBy returns which containers mount an image, as a sentence.
func mountedBy(containers []*model.Container, now time.Time) string {
	names := make([]string, len(containers))
	for i, c := range containers {
		names[i] = Container(c, now)
	}
	if len(names) == 1 {
		return "mounted by the container " + names[0]
	}
	return fmt.Sprintf("mounted by %s containers: %s", Count(len(names)), List(names))
}

// builtIn returns which containers of builds use an image, and what removes them, as a
// sentence.
func builtIn(things []model.Thing) string {
	names := make([]string, len(things))
	for i, thing := range things {
		names[i] = thing.Called()
	}
	if len(names) == 1 {
		return "used by the build's container " + names[0] + " (`podman rm -f " + names[0] + "` removes it)"
	}
	return fmt.Sprintf("used by %s containers of builds: %s (`podman rm -f` removes them)", Count(len(names)), List(names))
}

// namedBy returns which swarm services name an image, and what ends that, as a sentence.
func namedBy(services []*model.Service) string {
	names := make([]string, len(services))
	for i, s := range services {
		names[i] = s.Name
	}
	if len(names) == 1 {
		return "named by the swarm service " + names[0] + " (`docker service rm " + names[0] + "` ends that)"
	}
	return fmt.Sprintf("named by %s swarm services: %s (`docker service rm` ends that)", Count(len(names)), List(names))
}

// Service returns a swarm service with the images that it names.
func Service(s *model.Service) string {
	text := "swarm service " + s.Name + ", which names " + s.Image
	if s.Previous != "" && s.Previous != s.Image {
		text += ", and " + s.Previous + " before its last update"
	}
	return text
}

// Stranded returns which containers can't be created again by a name that goes; empty when
// there are none.
func Stranded(step *model.Step) string {
	names := make([]string, len(step.Stranded))
	for i, c := range step.Stranded {
		names[i] = c.Name
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "the container " + names[0] + " uses the image by this name and can't be created by it again"
	}
	return List(names) + " use the image by this name and can't be created by it again"
}
