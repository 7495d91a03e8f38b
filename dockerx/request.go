package dockerx

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxErrorText bounds what is read of an error's body.
const maxErrorText = 64 << 10

// ping asks the unversioned /_ping and returns its headers. Some proxies only
// allow GET, and only GET has a body to tell what is wrong.
func (c *Client) ping(ctx context.Context) (http.Header, error) {
	response, err := c.send(ctx, http.MethodHead, c.base.JoinPath("_ping"))
	if isStatus(err) {
		response, err = c.send(ctx, http.MethodGet, c.base.JoinPath("_ping"))
	}
	if err != nil {
		return nil, err
	}
	drain(response.Body)
	return response.Header, nil
}

func isStatus(err error) bool {
	_, ok := err.(*statusError)
	return ok
}

// get asks for path, such as "/images/json", in the negotiated API version. The
// caller closes the body. An answer that is no success is a *statusError.
//
// The lists go this way and not through the moby client because that buffers a
// whole body and then all of its decoded objects, which at 10,000 images is
// several times what jettison keeps.
func (c *Client) get(ctx context.Context, path string, query url.Values) (*http.Response, error) {
	target := c.base.JoinPath("v"+c.version, path)
	target.RawQuery = query.Encode()
	return c.send(ctx, http.MethodGet, target)
}

// getJSON decodes the answer to get into out.
func (c *Client) getJSON(ctx context.Context, path string, query url.Values, out any) error {
	response, err := c.get(ctx, path, query)
	if err != nil {
		return err
	}
	defer drain(response.Body)
	return json.NewDecoder(response.Body).Decode(out)
}

func (c *Client) send(ctx context.Context, method string, target *url.URL) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, target.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "jettison")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= 200 && response.StatusCode < 300 {
		return response, nil
	}
	defer drain(response.Body)
	return nil, &statusError{Code: response.StatusCode, Text: errorText(response.Body)}
}

// errorText reads the message of an error's body: the Engine API's JSON, or
// what a proxy wrote.
func errorText(body io.Reader) string {
	text, _ := io.ReadAll(io.LimitReader(body, maxErrorText))
	var answer struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(text, &answer) == nil && answer.Message != "" {
		return strings.TrimSpace(answer.Message)
	}
	return string(bytes.TrimSpace(text))
}

// drain reads a little of what may be left, so that the connection can be used
// again, and closes.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 512)
	_ = body.Close()
}
