package dockerx

import (
	"errors"
	"fmt"
	"net/http"
)

// statusError is an answer of the engine that is no success.
type statusError struct {
	Code int
	Text string // the engine's message
}

func (e *statusError) Error() string {
	if e.Text == "" {
		return fmt.Sprintf("%d %s", e.Code, http.StatusText(e.Code))
	}
	return e.Text
}

// IsStatusError reports whether err is an answer of the engine that is no success. What
// the moby client returns is none: it has errors of its own.
func IsStatusError(err error) bool {
	_, ok := errors.AsType[*statusError](err)
	return ok
}

// IsNotFound reports whether err is an answer of the engine that there is no such thing.
func IsNotFound(err error) bool {
	status, ok := errors.AsType[*statusError](err)
	return ok && status.Code == http.StatusNotFound
}
