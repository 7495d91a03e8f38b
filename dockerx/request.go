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
	maxErrorText = 64 << 10  // bytes read of the body of an error
	maxLeftover  = 512       // bytes drained from a body that was not read to its end
	maxBuffer    = 256 << 10 // bytes of the largest buffer that is kept
)

// Get requests path, such as "/images/json", in the negotiated API version and hands
// the body of the answer to read. IsStatusError and IsNotFound recognize the error of an
// answer that is no success.
//
// Lists are read with Get and not with the moby client, which buffers the whole body and
// then all decoded objects: at 10,000 images that is several times what jettison keeps.
func (c *Client) Get(ctx context.Context, path string, query url.Values, read func(body io.Reader) error) error {
	target := c.prefix + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return c.send(ctx, http.MethodGet, target, func(response *http.Response) error {
		return read(response.Body)
	})
}

// GetJSON requests path as Get does and decodes the answer into out. It is for answers
// about one thing, not for lists: it reads the whole body, into a buffer that later
// answers reuse, since thousands of images are inspected in a row.
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
	// Engines redirect none of these requests, and the rest of what http.Client.Do does
	// takes longer than decoding an inspection.
	response, err := c.http.Transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer func() {
		// A connection can be reused only after its body is drained.
		_, _ = io.CopyN(io.Discard, response.Body, maxLeftover)
		_ = response.Body.Close()
	}()
	if response.StatusCode < 200 || response.StatusCode >= 300 {
		return &statusError{Code: response.StatusCode, Text: errorText(response.Body)}
	}
	return read(response)
}

// errorText reads the message from the body of an error: the Engine API's JSON, or what
// a proxy wrote.
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
