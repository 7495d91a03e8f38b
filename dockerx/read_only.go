package dockerx

import (
	"errors"
	"net/http"

	"jettison/model"
)

// withheldError is a request that was not sent because it could change something.
type withheldError struct{ method, path string }

func (e *withheldError) Error() string {
	return "jettison is read-only and does not send " + e.method + " " + e.path
}

// mayChange reports whether a request could change something. In the Engine API
// those that only ask are GET or HEAD.
func mayChange(request *http.Request) bool {
	return request.Method != http.MethodGet && request.Method != http.MethodHead
}

// withhold puts a request away instead of sending it.
func withhold(request *http.Request) error {
	if request.Body != nil {
		_ = request.Body.Close() // as a RoundTripper has to
	}
	return &withheldError{request.Method, request.URL.Path}
}

func IsWithheld(err error) bool {
	_, ok := errors.AsType[*withheldError](err)
	return ok
}

func explainWithheld(err error, _ string) *model.Problem {
	if !IsWithheld(err) {
		return nil
	}
	return &model.Problem{What: "The engine was not asked", Why: "jettison is read-only", Advice: "Start it without read-only."}
}
