package dockerx

import (
	"errors"
	"net/http"

	"jettison/model"
)

// withheldError is the error of a request that the read-only guard did not send.
type withheldError struct{ method, path string }

func (e *withheldError) Error() string {
	return "jettison is read-only and does not send " + e.method + " " + e.path
}

// mayChange reports whether a request could change something: in the Engine API, all but
// GET and HEAD could.
func mayChange(request *http.Request) bool {
	return request.Method != http.MethodGet && request.Method != http.MethodHead
}

// withhold drops a request instead of sending it.
func withhold(request *http.Request) error {
	if request.Body != nil {
		_ = request.Body.Close() // a RoundTripper must
	}
	return &withheldError{request.Method, request.URL.Path}
}

// IsWithheld reports whether err is of a request that was not sent because the client is
// read-only.
func IsWithheld(err error) bool {
	_, ok := errors.AsType[*withheldError](err)
	return ok
}

func explainWithheld(err error, _ string) *model.Problem {
	if !IsWithheld(err) {
		return nil
	}
	return &model.Problem{Reason: model.ReasonReadOnly}
}
