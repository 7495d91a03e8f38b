package dockerx

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/docker/go-connections/sockets"
	"github.com/moby/moby/client"

	"jettison/model"
)

// idleConns is how many connections are kept for reuse: as many as removals and
// inspections run side by side.
const idleConns = 16

// Connect resolves the address, connects and negotiates the API version, which takes
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
		if IsNotFound(err) {
			return nil, &model.Problem{Kind: model.ProblemAddress, Reason: model.ReasonNotEngine, Host: endpoint.Host}
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
		MaxConnsPerHost: mostConnections(), TLSClientConfig: c.endpoint.tls,
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
		// Every new connection is an ssh login: keep them longer.
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

// headerTransport adds the headers of docker's configuration to each request. If the
// client is read-only, it sends no request that changes something. The moby client
// leaves a transport alone whose type it does not know, so both clients share one pool
// of connections.
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

// makeAPI makes the moby client on the same transport. The address that it gets only
// appears in its messages and in the Host header.
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
