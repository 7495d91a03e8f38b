package cli

import (
	"strings"

	"jettison/cli/config"
	"jettison/dockerx"
	"jettison/model"
)

// freeSpace measures how many bytes are free where the engine keeps its data;
// it answers model.Unknown when that is not on this machine or not told.
func freeSpace(f *flags, c *config.Config) func() int64 {
	root := c.DataRoot.Value
	return func() int64 {
		if root == "" || f.demo {
			return model.Unknown
		}
		endpoint, err := dockerx.Resolve(dockerx.Options{Host: f.host, Context: f.context})
		if err != nil || !strings.HasPrefix(endpoint.Host, "unix://") && !strings.HasPrefix(endpoint.Host, "npipe://") {
			return model.Unknown
		}
		free, err := freeBytes(root)
		if err != nil {
			return model.Unknown
		}
		return free
	}
}
