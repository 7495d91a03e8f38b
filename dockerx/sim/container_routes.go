package sim

import "net/http"

// containerRoutes are the routes of containers.
func containerRoutes() []route {
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []route{
		{method: get, prefix: "/libpod/containers/json", handle: (*Engine).listExternal},
		{method: get, prefix: "/containers/json", handle: (*Engine).listContainers},
		{method: post, prefix: "/containers/create", handle: (*Engine).createContainer},
		{method: get, prefix: "/containers/", suffix: "/json", named: true, handle: (*Engine).inspectContainer},
		{method: get, prefix: "/containers/", suffix: "/archive", named: true, stream: (*Engine).getArchive},
		{method: http.MethodPut, prefix: "/containers/", suffix: "/archive", named: true, handle: (*Engine).putArchive},
		{method: post, prefix: "/containers/", suffix: "/start", named: true, handle: (*Engine).startContainer},
		{method: post, prefix: "/containers/", suffix: "/stop", named: true, handle: (*Engine).stopContainer},
		{method: post, prefix: "/containers/", suffix: "/kill", named: true, handle: (*Engine).killContainer},
		{method: post, prefix: "/containers/", suffix: "/pause", named: true, handle: (*Engine).pauseContainer},
		{method: post, prefix: "/containers/", suffix: "/unpause", named: true, handle: (*Engine).unpauseContainer},
		{method: del, prefix: "/containers/", named: true, handle: (*Engine).removeContainer},
	}
}
