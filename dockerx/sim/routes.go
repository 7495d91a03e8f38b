package sim

import (
	"net/http"
	"slices"
	"strings"
)

// route answers the requests of one method whose path starts and ends so; what
// stands between is the name of a thing.
type route struct {
	method, prefix, suffix string
	named                  bool
	handle                 func(*Engine, *call) (reply, error)
	stream                 func(*Engine, http.ResponseWriter, *call)
}

// findRoute picks the route of a call and sets its name. In the table of a kind, fixed
// paths stand before those with names in them.
func (e *Engine) findRoute(c *call) (route, bool) {
	method := c.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, r := range e.routes {
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

// routes returns the routes of all kinds of things. Those of a kind have a path to
// themselves, so that their order does not matter.
func routes() []route {
	return slices.Concat(systemRoutes(), imageRoutes(), containerRoutes(), volumeRoutes(), buildRoutes(), swarmRoutes())
}
