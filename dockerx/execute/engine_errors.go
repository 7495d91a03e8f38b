package execute

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/containerd/errdefs/pkg/errhttp"
	"github.com/moby/moby/client"

	"jettison/dockerx"
)

// isMissingOnEngine reports whether the engine answered that there is no such image or
// container. It is false if the engine has the image, but not for the platform.
func isMissingOnEngine(err error) bool {
	return err != nil && errdefs.IsNotFound(err) && !dockerx.IsTransient(err)
}

// isLost reports whether an error is of the connection and not an answer of the engine, so
// that it is unknown what the engine did.
func isLost(err error) bool {
	if dockerx.IsWithheld(err) {
		return false
	}
	var network net.Error
	return client.IsErrConnectionFailed(err) || errors.As(err, &network) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}

// isMalformed reports whether an answer could not be decoded.
func isMalformed(err error) bool {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return errors.As(err, &syntax) || errors.As(err, &kind)
}

// statusCode returns the HTTP status of an error of the moby client, which keeps only the
// class of rarer codes. It is 0 if the error is no answer of the engine.
func statusCode(err error) int {
	for _, is := range []func(error) bool{
		errdefs.IsNotFound, errdefs.IsConflict, errdefs.IsInvalidArgument, errdefs.IsInternal, errdefs.IsUnauthorized,
		errdefs.IsPermissionDenied, errdefs.IsFailedPrecondition, errdefs.IsResourceExhausted,
		errdefs.IsNotImplemented, errdefs.IsUnavailable,
	} {
		if is(err) {
			return errhttp.ToHTTP(err)
		}
	}
	if strings.HasPrefix(err.Error(), "Error response from daemon: ") {
		return http.StatusInternalServerError
	}
	return 0
}
