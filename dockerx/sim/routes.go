package sim

import (
	"net/http"
	"strings"
)

// route answers the requests of one method whose path starts and ends so; what
// stands between is the name of an image or container.
type route struct {
	method, prefix, suffix string
	named                  bool
	handle                 func(*Engine, *call) (reply, error)
	stream                 func(*Engine, http.ResponseWriter, *call)
}

// findRoute picks the route of a call and sets its name. Fixed paths stand
// before those with names in them.
func findRoute(c *call) (route, bool) {
	method := c.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, r := range routes() {
		if r.method != method {
			continue
		}
		if !r.named {
			if c.path == r.prefix {
				return r, true
			}
			continue
		}
		rest, found := strings.CutPrefix(c.path, r.prefix)
		if !found {
			continue
		}
		if name, found := strings.CutSuffix(rest, r.suffix); found && name != "" {
			c.name = name
			return r, true
		}
	}
	return route{}, false
}

func routes() []route {
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []route{
		{method: get, prefix: "/_ping", stream: (*Engine).ping},
		{method: get, prefix: "/version", handle: (*Engine).version},
		{method: get, prefix: "/info", handle: (*Engine).info},
		{method: get, prefix: "/events", stream: (*Engine).streamEvents},
		{method: get, prefix: "/system/df", handle: (*Engine).diskUsage},
		{method: get, prefix: "/volumes", handle: (*Engine).listVolumes},

		{method: get, prefix: "/images/json", handle: (*Engine).listImages},
		{method: get, prefix: "/images/get", stream: (*Engine).saveImages},
		{method: post, prefix: "/images/load", handle: (*Engine).loadImages},
		{method: post, prefix: "/images/create", handle: (*Engine).pullImage},
		{method: get, prefix: "/distribution/", suffix: "/json", named: true, handle: (*Engine).inspectDistribution},
		{method: post, prefix: "/images/prune", handle: (*Engine).pruneImages},
		{method: get, prefix: "/images/", suffix: "/json", named: true, handle: (*Engine).inspectImage},
		{method: get, prefix: "/images/", suffix: "/history", named: true, handle: (*Engine).imageHistory},
		{method: post, prefix: "/images/", suffix: "/tag", named: true, handle: (*Engine).tagImage},
		{method: del, prefix: "/images/", named: true, handle: (*Engine).removeImage},

		{method: get, prefix: "/containers/json", handle: (*Engine).listContainers},
		{method: post, prefix: "/containers/create", handle: (*Engine).createContainer},
		{method: get, prefix: "/containers/", suffix: "/json", named: true, handle: (*Engine).inspectContainer},
		{method: post, prefix: "/containers/", suffix: "/start", named: true, handle: (*Engine).startContainer},
		{method: post, prefix: "/containers/", suffix: "/stop", named: true, handle: (*Engine).stopContainer},
		{method: post, prefix: "/containers/", suffix: "/kill", named: true, handle: (*Engine).killContainer},
		{method: post, prefix: "/containers/", suffix: "/pause", named: true, handle: (*Engine).pauseContainer},
		{method: post, prefix: "/containers/", suffix: "/unpause", named: true, handle: (*Engine).unpauseContainer},
		{method: del, prefix: "/containers/", named: true, handle: (*Engine).removeContainer},
	}
}
