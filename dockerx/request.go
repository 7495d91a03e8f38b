package dockerx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

const (
	maxErrorText = 64 << 10  // bytes read of the body of an error
	maxLeftover  = 512       // bytes drained from a body that was not read to its end
	maxBuffer    = 256 << 10 // bytes of the largest buffer that is kept

	// No engine answers with more bytes: a list of half a million images has about maxList, an
	// image of thirty thousand labels about maxObject.
	maxList   = 512 << 20
	maxObject = 16 << 20
)

// Get requests path, such as "/images/json", in the negotiated API version and hands
// the body of the answer to read. IsStatusError and IsNotFound recognize the error of an
// answer that is no success.
//
// Lists are read with Get and not with the moby client, which buffers the whole body and
// then all decoded objects: at 10,000 images that is several times what jettison keeps.
func (c *Client) Get(ctx context.Context, path string, query url.Values, read func(body io.Reader) error) error {
	return c.send(ctx, http.MethodGet, c.target(path, query), func(response *http.Response) error {
		return read(&limited{response.Body, maxList})
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
		if _, err := buffer.ReadFrom(&limited{body, maxObject}); err != nil {
			return err
		}
		err := json.Unmarshal(buffer.Bytes(), out)
		if buffer.Cap() <= maxBuffer {
			c.buffers.Put(buffer)
		}
		return err
	})
}

// Stream is as Get for an answer of any length, such as an archive of images, of which read
// keeps little.
func (c *Client) Stream(ctx context.Context, path string, query url.Values, read func(body io.Reader) error) error {
	return c.send(ctx, http.MethodGet, c.target(path, query), func(response *http.Response) error {
		return read(response.Body)
	})
}

// Follow is as Get for an answer that has no end, whose parts are read one by one. more grants
// the next part of the body maxObject bytes.
func (c *Client) Follow(ctx context.Context, path string, query url.Values, read func(body io.Reader, more func()) error) error {
	return c.send(ctx, http.MethodGet, c.target(path, query), func(response *http.Response) error {
		body := &limited{response.Body, maxObject}
		return read(body, func() { body.left = maxObject })
	})
}

// limited is a body that fails once more than left bytes were read of it, unlike an
// io.LimitedReader, which ends.
type limited struct {
	body io.Reader
	left int64
}

// Read implements io.Reader.
func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLong
	}
	if int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.body.Read(p)
	l.left -= int64(n)
	return n, err
}

// errTooLong is the error of an answer that breaks a limit.
var errTooLong = errors.New("the answer is longer than any engine's")

func (c *Client) target(path string, query url.Values) string {
	target := c.prefix + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return target
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
