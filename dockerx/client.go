package dockerx

import (
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
	"github.com/moby/moby/client"
	"github.com/moby/moby/client/pkg/versions"
)

// Client talks to one engine. It is safe for concurrent use.
type Client struct {
	endpoint    Endpoint
	name        string
	now         func() time.Time
	configDir   string // docker's configuration directory, with the registry logins
	http        *http.Client
	base        url.URL // scheme, host and base path of requests
	version     string  // the negotiated API version, such as "1.51"
	prefix      string  // of the URLs of requests in that version
	server      string  // the Server header, such as "Docker/28.5.2 (linux)"
	api         *client.Client
	buffers     sync.Pool // of *bytes.Buffer, which GetJSON reads answers into
	connectedAt time.Time // by the engine's clock, as of the second; zero if it did not say
	answeredAt  time.Time // the same moment, or a little later, by the clock of this machine
}

// API returns the moby client, for requests that Client does not wrap. It must not
// attach to containers: that dials a connection of its own, which the read-only guard
// does not see.
func (c *Client) API() *client.Client { return c.api }

// Host returns the engine's address, as DOCKER_HOST writes it.
func (c *Client) Host() string { return c.endpoint.Host }

// Endpoint returns where the engine was found, and why there.
func (c *Client) Endpoint() Endpoint { return c.endpoint }

// AtLeast reports whether the negotiated API version is at least version.
func (c *Client) AtLeast(version string) bool {
	return versions.GreaterThanOrEqualTo(c.version, version)
}

// Now returns the time by the clock in the options.
func (c *Client) Now() time.Time { return c.now() }

// EngineTime returns the time by the engine's clock, or up to a second and the time of a
// request earlier. It is zero if the engine did not say.
func (c *Client) EngineTime() time.Time {
	if c.connectedAt.IsZero() {
		return time.Time{}
	}
	return c.connectedAt.Add(time.Since(c.answeredAt))
}

// DockerConfig reads docker's configuration, which has the logins at registries.
// Errors are *model.Problem.
func (c *Client) DockerConfig() (*configfile.ConfigFile, error) {
	conf, err := config.Load(c.configDir)
	if err != nil {
		return nil, configProblem(err)
	}
	return conf, nil
}

// Close closes idle connections. Requests under way end with their contexts.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}
