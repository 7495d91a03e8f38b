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

const (
	// maxErrorText bounds what is read of an error's body, and maxLeftover what
	// is read of a body that was not read to its end. Both are bytes.
	maxErrorText = 64 << 10
	maxLeftover  = 512
	// maxBuffer is the size of the largest answer whose memory is kept, in bytes.
	maxBuffer = 256 << 10
)

// ping asks the unversioned /_ping and returns its headers. Some proxies only
// allow GET, and only GET has a body to tell what is wrong.
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

// Get asks for path, such as "/images/json", in the negotiated API version and
// has the body of the answer read. An answer that is no success is a
// *statusError, which IsStatusError and IsNotFound recognize.
//
// The lists go this way and not through the moby client because that buffers a
// whole body and then all of its decoded objects, which at 10,000 images is
// several times what jettison keeps.
func (c *Client) Get(ctx context.Context, path string, query url.Values, read func(body io.Reader) error) error {
	target := c.requests + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return c.send(ctx, http.MethodGet, target, func(response *http.Response) error {
		return read(response.Body)
	})
}

// GetJSON decodes the answer to Get into out. It is for answers about one
// thing, not for lists: the body is read whole, into memory that the next answer
// uses again (bars -only ledger: thousands are asked for in a row).
func (c *Client) GetJSON(ctx context.Context, path string, query url.Values, out any) error {
	return c.Get(ctx, path, query, func(body io.Reader) error {
		buffer, ok := c.buffers.Get().(*bytes.Buffer)
		if !ok {
			buffer = new(bytes.Buffer)
		}
		buffer.Reset()
		if _, err := buffer.ReadFrom(body); err != nil {
			return err
		}
		err := json.Unmarshal(buffer.Bytes(), out)
		if buffer.Cap() <= maxBuffer {
			c.buffers.Put(buffer)
		}
		return err
	})
}

func (c *Client) send(ctx context.Context, method, target string, read func(*http.Response) error) error {
	request, err := http.NewRequestWithContext(ctx, method, target, http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("User-Agent", "jettison")
	// Engines redirect nothing that is asked for here, and the rest of what an
	// http.Client does takes longer than the decoding of an inspection.
	response, err := c.http.Transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer func() {
		// A connection can be used again when nothing is left to read.
		_, _ = io.CopyN(io.Discard, response.Body, maxLeftover)
		_ = response.Body.Close()
	}()
	if response.StatusCode < 200 || response.StatusCode >= 300 {
		return &statusError{Code: response.StatusCode, Text: errorText(response.Body)}
	}
	return read(response)
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
