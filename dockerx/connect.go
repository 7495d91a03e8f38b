package dockerx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
	"github.com/docker/go-connections/sockets"
	"github.com/moby/moby/client"
	"github.com/moby/moby/client/pkg/versions"

	"jettison/model"
)

const (
	oldestAPI = client.MinAPIVersion
	// pingTimeout bounds the first exchange; ssh has a bound of 30 s of its own
	// before that.
	pingTimeout    = 15 * time.Second
	sshPingTimeout = 45 * time.Second
	// idleConns is how many connections are kept for reuse: as many as removals
	// and inspections run side by side.
	idleConns = 16
)

// Client talks to one engine. It is safe for concurrent use.
type Client struct {
	endpoint Endpoint
	name     string
	now      func() time.Time
	// configDir is docker's configuration, which knows how to log in at registries.
	configDir   string
	http        *http.Client
	base        url.URL // scheme, host and base path of requests
	version     string  // the negotiated API version, such as "1.51"
	requests    string  // what the addresses of requests in that version begin with
	server      string  // the Server header, such as "Docker/28.5.2 (linux)"
	api         *client.Client
	buffers     sync.Pool // of *bytes.Buffer, that answers are read into
	connectedAt time.Time // by the engine's clock; zero when it did not tell
}

// Connect resolves the address, connects and negotiates the API version. It is
// one exchange with the engine. Errors are *model.Problem.
func Connect(ctx context.Context, o Options) (*Client, error) {
	endpoint, err := Resolve(o)
	if err != nil {
		return nil, err
	}
	c := &Client{endpoint: endpoint, name: cmp.Or(o.Name, endpoint.Name()), now: o.now, configDir: o.configDir()}
	if err := c.setTransport(o); err != nil {
		return nil, ProblemOf(err, endpoint.Host)
	}
	if err := c.negotiate(ctx, o.env(client.EnvOverrideAPIVersion)); err != nil {
		c.http.CloseIdleConnections()
		if answer, ok := errors.AsType[*statusError](err); ok && answer.Code == http.StatusNotFound {
			return nil, notEngineProblem(endpoint.Host)
		}
		return nil, ProblemOf(err, endpoint.Host)
	}
	if err := c.makeAPI(); err != nil {
		c.http.CloseIdleConnections()
		return nil, ProblemOf(err, endpoint.Host)
	}
	return c, nil
}

// setTransport prepares how requests reach the engine.
func (c *Client) setTransport(o Options) error {
	transport := &http.Transport{
		MaxIdleConns: idleConns, MaxIdleConnsPerHost: idleConns, IdleConnTimeout: time.Minute,
		TLSClientConfig: c.endpoint.tls,
	}
	c.http = &http.Client{
		Transport:     headerTransport{Transport: transport, headers: c.endpoint.headers, readOnly: o.ReadOnly},
		CheckRedirect: client.CheckRedirect,
	}
	c.base = url.URL{Scheme: "http", Host: client.DummyHost}
	if o.Dial != nil {
		transport.DialContext = o.Dial
		return nil
	}
	if strings.HasPrefix(c.endpoint.Host, "ssh://") {
		dial, err := sshDialer(c.endpoint.Host)
		if err != nil {
			return err
		}
		transport.DialContext = dial
		// A new connection is a new ssh login: keep them longer.
		transport.IdleConnTimeout = 10 * time.Minute
		return nil
	}
	address, err := client.ParseHostURL(c.endpoint.Host)
	if err != nil {
		return addressProblem(c.endpoint.Host, err)
	}
	switch address.Scheme {
	case "unix", "npipe":
		transport.TLSClientConfig = nil
	case "tcp":
		c.base.Host, c.base.Path = address.Host, address.Path
		if c.endpoint.tls != nil {
			c.base.Scheme = "https"
		}
	default:
		return addressProblem(c.endpoint.Host, fmt.Errorf("unsupported scheme %q", address.Scheme))
	}
	return sockets.ConfigureTransport(transport, address.Scheme, address.Host)
}

// headerTransport adds the headers of docker's configuration to each request, and
// passes none on that changes something when the client is to read only.
// Being a type of its own, it is also left as it is by the moby client, so that
// both share one pool of connections.
type headerTransport struct {
	*http.Transport
	headers  map[string]string
	readOnly bool
}

// RoundTrip implements http.RoundTripper.
func (t headerTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if t.readOnly && mayChange(request) {
		return nil, withhold(request)
	}
	if len(t.headers) > 0 {
		request = request.Clone(request.Context())
		for name, value := range t.headers {
			request.Header.Set(name, value)
		}
	}
	return t.Transport.RoundTrip(request)
}

// negotiate asks which API version the engine speaks and settles on the newest
// that both know, or on the one that the environment forces.
func (c *Client) negotiate(ctx context.Context, forced string) error {
	timeout := pingTimeout
	if strings.HasPrefix(c.endpoint.Host, "ssh://") {
		timeout = sshPingTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	header, err := c.ping(ctx)
	if err != nil {
		return err
	}
	c.server = model.Clean(header.Get("Server"))
	c.connectedAt, _ = http.ParseTime(header.Get("Date"))
	offered := model.Clean(header.Get("Api-Version"))
	switch {
	case offered == "":
		return notAnEngineProblem(c.endpoint.Host)
	case versions.LessThan(offered, oldestAPI):
		return tooOldProblem(c.endpoint.Host, offered)
	}
	c.version = offered
	if versions.GreaterThan(offered, client.MaxAPIVersion) {
		c.version = client.MaxAPIVersion
	}
	if forced != "" {
		c.version = strings.TrimPrefix(forced, "v")
	}
	c.requests = c.base.JoinPath("v" + c.version).String()
	return nil
}

// makeAPI makes the moby client on the same transport. The address that it is
// given only fills its messages and its requests' host.
func (c *Client) makeAPI() error {
	api, err := client.New(
		client.WithHost("tcp://"+c.base.Host+c.base.Path),
		client.WithHTTPClient(c.http),
		client.WithScheme(c.base.Scheme),
		client.WithAPIVersion(c.version),
	)
	c.api = api
	return err
}

// Now is the time by the clock of the options.
func (c *Client) Now() time.Time { return c.now() }

// ConnectedAt is the engine's own time when the connection was made; zero when
// the engine did not tell.
func (c *Client) ConnectedAt() time.Time { return c.connectedAt }

// DockerConfig reads docker's configuration, which knows how to log in at
// registries. Errors are *model.Problem.
func (c *Client) DockerConfig() (*configfile.ConfigFile, error) {
	conf, err := config.Load(c.configDir)
	if err != nil {
		return nil, configProblem(err)
	}
	return conf, nil
}

// API is the moby client for requests that this package does not wrap. Attaching
// to containers is none of jettison's: it would dial past what keeps a client from
// changing anything.
func (c *Client) API() *client.Client { return c.api }

// Host is the engine's address, as DOCKER_HOST writes it.
func (c *Client) Host() string { return c.endpoint.Host }

// Endpoint is where the engine was found and why there.
func (c *Client) Endpoint() Endpoint { return c.endpoint }

// Close lets go of idle connections. Feeds end with their contexts.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

// AtLeast reports whether the negotiated API version is at least version.
func (c *Client) AtLeast(version string) bool {
	return versions.GreaterThanOrEqualTo(c.version, version)
}
