package sim

import "net/http"

// imageRoutes are the routes of images and of the registry that they come from.
func imageRoutes() []route {
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []route{
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
	}
}
