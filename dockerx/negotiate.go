package dockerx

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/moby/moby/client"
	"github.com/moby/moby/client/pkg/versions"

	"jettison/model"
)

const (
	oldestAPI = client.MinAPIVersion
	// pingTimeout bounds the first exchange. Over ssh, docker's helper takes up to 30 s
	// to connect before that.
	pingTimeout    = 15 * time.Second
	sshPingTimeout = 45 * time.Second
)

// negotiate asks which API version the engine speaks, and chooses the newest that both
// know, or the one that the environment forces.
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
	c.answeredAt = time.Now()
	offered := model.Clean(header.Get("Api-Version"))
	switch {
	case offered == "":
		return &model.Problem{Kind: model.ProblemAnswer, Reason: model.ReasonNoAPIVersion, Host: c.endpoint.Host}
	case versions.LessThan(offered, oldestAPI):
		return &model.Problem{
			Kind: model.ProblemTooOld, Reason: model.ReasonTooOld, Host: c.endpoint.Host, Name: offered, Text: oldestAPI,
		}
	}
	c.version = offered
	if versions.GreaterThan(offered, client.MaxAPIVersion) {
		c.version = client.MaxAPIVersion
	}
	if forced != "" {
		c.version = strings.TrimPrefix(forced, "v")
	}
	c.prefix = c.base.JoinPath("v" + c.version).String()
	return nil
}

// ping requests the unversioned /_ping and returns the headers of the answer. It falls
// back to GET: some proxies allow nothing else, and only the answer to GET has a body
// that says what is wrong.
func (c *Client) ping(ctx context.Context) (header http.Header, err error) {
	read := func(response *http.Response) error {
		header = response.Header
		return nil
	}
	err = c.send(ctx, http.MethodHead, c.base.JoinPath("_ping").String(), read)
	if IsStatusError(err) {
		err = c.send(ctx, http.MethodGet, c.base.JoinPath("_ping").String(), read)
	}
	return header, err
}
