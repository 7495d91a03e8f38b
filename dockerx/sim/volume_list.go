package sim

import (
	"net/http"

	"github.com/moby/moby/api/types/volume"
)

// volumeRoutes are the routes of volumes.
func volumeRoutes() []route {
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []route{
		{method: get, prefix: "/volumes", handle: (*Engine).listVolumes},
		{method: post, prefix: "/volumes/create", handle: (*Engine).createVolume},
		{method: get, prefix: "/volumes/", named: true, handle: (*Engine).inspectVolume},
		{method: del, prefix: "/volumes/", named: true, handle: (*Engine).removeVolume},
	}
}

type volumesAnswer struct {
	Volumes  []*volume.Volume
	Warnings []string
}

// listVolumes serves /volumes.
func (e *Engine) listVolumes(*call) (reply, error) {
	return ok(volumesAnswer{Volumes: e.volumes(false)})
}

func (e *Engine) volumes(usage bool) []*volume.Volume {
	e.mu.Lock()
	defer e.mu.Unlock()
	users := e.volumeUsers()
	volumes := make([]*volume.Volume, 0, len(e.st.world.Volumes))
	for _, v := range e.st.world.Volumes {
		if usage && !v.Measured() {
			continue
		}
		listed := listedVolume(v)
		if usage {
			listed.UsageData = &volume.UsageData{RefCount: users[v.Name], Size: v.Size}
		}
		volumes = append(volumes, listed)
	}
	return volumes
}

func (e *Engine) volumeUsers() map[string]int64 {
	users := map[string]int64{}
	for _, c := range e.st.containers {
		for _, name := range c.Volumes {
			users[name]++
		}
	}
	return users
}
