package sim

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// call is one request on its way through the engine.
type call struct {
	*http.Request
	path  string // without the version
	api   string // the API version that the answer must have
	name  string // of the thing in the path
	query url.Values
	fault *Fault // what goes wrong with the answer; nil for nothing
}

// reply is an answer; body is encoded as JSON unless it is nil.
type reply struct {
	status int
	body   any
}

func ok(body any) (reply, error) { return reply{http.StatusOK, body}, nil }

// apiError is an answer of the engine that is no success.
type apiError struct {
	status  int
	message string
}

func (e *apiError) Error() string { return e.message }

func fail(status int, message string) (reply, error) {
	return reply{}, &apiError{status, message}
}

func (e *Engine) serveHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{Request: r, path: r.URL.Path, query: r.URL.Query()}
	c.path, c.api = splitVersion(r.URL.Path)
	e.requests.add(r.Method, c.path, r.URL.RawQuery, r.Host)
	route, found := e.findRoute(c)
	if !found {
		write(w, c, http.StatusNotFound, errorBody("page not found"))
		return
	}
	e.setHeaders(w.Header())
	if err := e.checkVersion(c); err != nil {
		if e.plainErrors(c) {
			http.Error(w, err.message, err.status)
			return
		}
		write(w, c, err.status, errorBody(err.message))
		return
	}
	if !e.faults.apply(e, w, c) || !e.delays.wait(e, c) {
		return
	}
	if route.stream != nil {
		route.stream(e, w, c)
		return
	}
	answer, err := route.handle(e, c)
	status, body := answer.status, answer.body
	if err != nil {
		status, body = http.StatusInternalServerError, errorBody(err.Error())
		if api, ok := errors.AsType[*apiError](err); ok {
			status = api.status
		}
	}
	write(w, c, status, body)
}

func errorBody(message string) map[string]string { return map[string]string{"message": message} }

// write sends a whole answer, or what the call's fault leaves of it.
func write(w http.ResponseWriter, c *call, status int, body any) {
	if body == nil {
		if !c.fault.spoil(w, nil) {
			w.WriteHeader(status)
		}
		return
	}
	data, err := json.Marshal(body)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"message":"the answer can't be encoded"}`)
	}
	data = append(data, '\n')
	w.Header().Set("Content-Type", "application/json")
	if c.fault.spoil(w, data) {
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	// The engine does not care about a client that went away.
	_, _ = w.Write(data)
}

// splitVersion splits "/v1.51/images/json" into "/images/json" and "1.51".
func splitVersion(path string) (rest, version string) {
	after, found := strings.CutPrefix(path, "/v")
	if !found || after == "" || after[0] < '0' || after[0] > '9' {
		return path, ""
	}
	version, rest, found = strings.Cut(after, "/")
	if !found {
		return path, ""
	}
	return "/" + rest, version
}

// checkVersion refuses API versions that the engine does not speak.
func (e *Engine) checkVersion(c *call) *apiError {
	switch {
	case c.api == "":
		c.api = e.opts.APIVersion
	case olderThan(e.opts.APIVersion, c.api):
		return &apiError{
			http.StatusBadRequest,
			"client version " + c.api + " is too new. Maximum supported API version is " + e.opts.APIVersion,
		}
	case olderThan(c.api, e.minAPI()):
		return &apiError{
			http.StatusBadRequest,
			"client version " + c.api + " is too old. Minimum supported API version is " + e.minAPI() +
				", please upgrade your client to a newer version",
		}
	}
	return nil
}

// plainErrors reports whether an engine answers an API version that it refuses in plain text,
// as that version had it.
func (e *Engine) plainErrors(c *call) bool { return !e.podman() && olderThan(c.api, "1.24") }

func (e *Engine) minAPI() string {
	switch {
	case e.legacy:
		return "1.12"
	case e.since29():
		return "1.40"
	}
	return "1.24"
}

// olderThan compares API versions such as "1.9" and "1.41".
func olderThan(a, b string) bool {
	aMajor, aMinor := apiNumbers(a)
	bMajor, bMinor := apiNumbers(b)
	return aMajor < bMajor || aMajor == bMajor && aMinor < bMinor
}

func apiNumbers(version string) (major, minor int) {
	first, rest, _ := strings.Cut(version, ".")
	second, _, _ := strings.Cut(rest, ".")
	// A part that is no number counts as 0, so that an invalid version is too old.
	major, _ = strconv.Atoi(first)
	minor, _ = strconv.Atoi(second)
	return major, minor
}
