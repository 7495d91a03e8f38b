package sim

import (
	"net/http"

	"github.com/moby/moby/api/types/mount"

	"jettison/model"
	"jettison/model/modeltest"
)

// holdMounts has a container hold the layers of the images that it mounts. Docker mounts
// what a name stands for when the container is created, and keeps that until the container
// goes. Podman resolves the name at each start, and keeps nothing.
func (st *state) holdMounts(c *container) {
	if st.store == model.StorePodman {
		return
	}
	for _, name := range c.Mounts {
		found, err := st.find(name)
		if err != nil {
			continue
		}
		top := found.image.History.Top()
		st.hold(top)
		c.mounted = append(c.mounted, top)
		if found.image.mounters == nil {
			found.image.mounters = map[model.ContainerID]*container{}
		}
		found.image.mounters[c.ID] = c
	}
}

// imageMounts are the images that a container mounts, as a list has them. Podman gives the
// name as the source.
func (e *Engine) imageMounts(c *modeltest.Container) []containerMount {
	var mounts []containerMount
	for _, name := range c.Mounts {
		m := containerMount{Type: string(mount.TypeImage), Name: name, Destination: "/mounted", Propagation: "rprivate"}
		m.Source = "/var/lib/docker/rootfs/" + string(c.ID) + "-" + name
		if e.podman() {
			m.Name, m.Source, m.Propagation = "", name, ""
		}
		mounts = append(mounts, m)
	}
	return mounts
}

// mountedImages are the images that a request to create a container mounts. Docker before
// API 1.48 mounts none.
func (e *Engine) mountedImages(mounts []mount.Mount) ([]string, error) {
	var names []string
	for _, m := range mounts {
		if m.Type != mount.TypeImage {
			continue
		}
		if !e.podman() && !e.since(28, 0) {
			return nil, &apiError{http.StatusBadRequest, `invalid mount config for type "image": mount type unknown`}
		}
		if _, err := e.image(m.Source); err != nil {
			return nil, err
		}
		names = append(names, m.Source)
	}
	return names, nil
}
