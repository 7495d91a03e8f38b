package execute

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/containerd/errdefs/pkg/errhttp"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/model"
)

// isMissingOnEngine reports whether an engine answered that there is no such
// image or container, in whatever words. That it has an image, but not for a
// platform, is not that.
func isMissingOnEngine(err error) bool {
	return err != nil && errdefs.IsNotFound(err) && !dockerx.IsTransient(err)
}

// isLost reports whether an error came from the connection and not from the
// engine, so that nobody knows what the engine did.
func isLost(err error) bool {
	if dockerx.IsWithheld(err) {
		return false
	}
	var network net.Error
	return client.IsErrConnectionFailed(err) || errors.As(err, &network) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}

// isGarbage reports whether an answer could not be read.
func isGarbage(err error) bool {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return errors.As(err, &syntax) || errors.As(err, &kind)
}

// refusalRule recognizes a text with which engines refuse, and explains it.
type refusalRule struct {
	pattern *regexp.Regexp // its first group, if any, is a container's ID
	explain func(step *model.Step, container string) *model.Refusal
}

// refusalRules are the texts of Docker 20.10 to 29 with both stores, and of
// Podman 4.3 and 5.4.
func refusalRules() []refusalRule {
	return []refusalRule{
		{regexp.MustCompile(`being used by running container ([0-9a-f]+)`), refuseRunning},
		{regexp.MustCompile(`being used by stopped container ([0-9a-f]+)`), refuseStopped},
		{regexp.MustCompile(`container ([0-9a-f]+) is using its referenced image`), refuseUsed},
		{regexp.MustCompile(`image used by ([0-9a-f]+): image is in use by a container`), refuseUsed},
		{regexp.MustCompile(`dependent child images`), refuseChildren},
		{regexp.MustCompile(`referenced in (?:multiple|one or more) repositories`), refuseReferences},
		{regexp.MustCompile(`by ID with more than one tag`), refuseReferences},
		{regexp.MustCompile(`(?:cannot|can not) remove (?:a )?(?:running|paused) container "?([0-9a-f]+)`), refuseStarted},
		{regexp.MustCompile(`cannot remove container "?/?[^"]*"?: (?:the )?container is (?:running|paused|restarting)`), refuseStarted},
		{regexp.MustCompile(`cannot remove container ([0-9a-f]+) as it is (?:running|paused)`), refuseStarted},
	}
}

// refuse explains an error with which an engine answered a step.
func refuse(err error, step *model.Step) *model.Refusal {
	raw := strings.TrimPrefix(model.Clean(err.Error()), "Error response from daemon: ")
	refusal := explainRefusal(raw, err, step)
	refusal.Raw, refusal.Code = raw, statusCode(err)
	return refusal
}

func explainRefusal(raw string, err error, step *model.Step) *model.Refusal {
	for _, rule := range refusalRules() {
		if match := rule.pattern.FindStringSubmatch(raw); match != nil {
			container := ""
			if len(match) > 1 {
				container = model.ContainerID(match[1]).Short()
			}
			return rule.explain(step, container)
		}
	}
	switch code := statusCode(err); {
	case dockerx.IsWithheld(err):
		return &model.Refusal{Text: "The engine was not asked: jettison is read-only.", Advice: "Start it without read-only."}
	case code >= http.StatusInternalServerError:
		return &model.Refusal{
			Kind:   model.RefusalServer,
			Text:   fmt.Sprintf("The engine failed with an internal error (%d).", code),
			Advice: "Try again; if it stays, the engine's own log says more.",
		}
	case code == http.StatusBadRequest:
		return &model.Refusal{
			Text:   "The engine did not understand the request.",
			Advice: "Its own words say what it stumbled over.",
		}
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return &model.Refusal{
			Text:   "You are not allowed to do this on the engine.",
			Advice: "Ask who runs the engine, or its authorization plugin, to allow it.",
		}
	case code == http.StatusConflict:
		return &model.Refusal{
			Text:   "The engine refused because something else needs it.",
			Advice: "Its own words say what.",
		}
	case code != 0:
		return &model.Refusal{Text: fmt.Sprintf("The engine refused (%d).", code), Advice: "Its own words say why."}
	case isGarbage(err):
		return &model.Refusal{
			Kind:   model.RefusalServer,
			Text:   "The engine's answer makes no sense.",
			Advice: "Check that no proxy changes the engine's answers.",
		}
	}
	return &model.Refusal{Text: "It could not be done.", Advice: "The raw text says why."}
}

// statusCode is the HTTP status that an error of the moby client stands for, 0
// when the error is no answer of the engine. The client keeps only the class
// of rarer codes.
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
