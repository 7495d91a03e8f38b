package dockerx

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"

	"github.com/moby/moby/client"

	"jettison/dockerx/internal/jsonstream"
	"jettison/model"
)

// ProblemOf explains an error of talking to the engine at host. A *model.Problem stays
// as it is, and nil stays nil.
func ProblemOf(err error, host string) *model.Problem {
	if err == nil {
		return nil
	}
	if known, ok := errors.AsType[*model.Problem](err); ok {
		return known
	}
	problem := explain(err, host)
	problem.Host = host
	problem.Raw = model.HideCredentials(model.Clean(err.Error())) // a proxy may have some in its URL
	return problem
}

// explain tries the explanations from the most to the least specific.
func explain(err error, host string) *model.Problem {
	for _, try := range []func(error, string) *model.Problem{
		explainCanceled, explainWithheld, explainStatus, explainSSH, explainTLS, explainDial, explainTimeout, explainAnswer,
	} {
		if problem := try(err, host); problem != nil {
			return problem
		}
	}
	return &model.Problem{
		Kind: model.ProblemOther,
		What: "Talking to the engine at " + host + " failed",
		Why:  model.HideCredentials(model.Clean(cause(err).Error())),
	}
}

// cause returns the innermost error: the outer ones only repeat the request.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

func explainCanceled(err error, _ string) *model.Problem {
	if !errors.Is(err, context.Canceled) {
		return nil
	}
	return &model.Problem{Kind: model.ProblemCanceled, What: "Cancelled"}
}

func explainStatus(err error, host string) *model.Problem {
	var status *statusError
	if !errors.As(err, &status) {
		return nil
	}
	text := model.Clean(status.Error())
	problem := &model.Problem{Kind: model.ProblemAnswer, Why: text}
	switch {
	case status.Code == http.StatusBadRequest && strings.Contains(text, "HTTP request to an HTTPS server"):
		return plainToTLSProblem(host)
	case status.Code == http.StatusBadRequest && strings.Contains(text, "is too old"):
		problem.Kind = model.ProblemTooOld
		problem.What = "The engine at " + host + " is too new for this jettison"
		problem.Advice = "Get a newer jettison."
	case status.Code == http.StatusUnauthorized || status.Code == http.StatusForbidden:
		problem.Kind = model.ProblemPermission
		problem.What = "The engine at " + host + " does not allow this request"
		problem.Advice = "Ask who runs the engine, or the proxy in front of it, to allow it."
	case status.Code >= http.StatusInternalServerError:
		problem.What = fmt.Sprintf("The engine reported an internal error (%d)", status.Code)
		problem.Advice = "Try again; if it stays, the engine's own log says more."
	default:
		problem.What = fmt.Sprintf("The engine refused the request (%d)", status.Code)
	}
	return problem
}

func explainDial(err error, host string) *model.Problem {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return &model.Problem{
			Kind:   model.ProblemAddress,
			What:   "The host name in " + host + " can't be found",
			Why:    "no address is known for " + model.Clean(dns.Name),
			Advice: "Check the spelling, the network and the name server.",
		}
	case errors.Is(err, fs.ErrPermission):
		return permissionProblem(host)
	case errors.Is(err, fs.ErrNotExist):
		return notRunning(host, "there is no such socket")
	case isErrno(err, syscall.ECONNREFUSED):
		if isSocket(host) {
			return notRunning(host, "the socket is there, but no engine listens on it any more")
		}
		return notRunning(host, "the host refuses connections to that port")
	case isErrno(err, syscall.EHOSTUNREACH), isErrno(err, syscall.ENETUNREACH):
		return &model.Problem{
			Kind:   model.ProblemAddress,
			What:   "The host of " + host + " can't be reached",
			Why:    "there is no way to it through the network",
			Advice: "Check the address and the network.",
		}
	case isErrno(err, syscall.EAFNOSUPPORT), strings.Contains(err.Error(), "protocol not available"):
		return &model.Problem{
			Kind:   model.ProblemAddress,
			What:   "Addresses like " + host + " don't work on this system",
			Advice: "Use unix://, tcp:// or ssh:// (npipe:// is for Windows).",
		}
	case errors.Is(err, net.ErrClosed), isErrno(err, syscall.ECONNRESET), isErrno(err, syscall.EPIPE):
		return lostProblem(host)
	case client.IsErrConnectionFailed(err):
		return notRunning(host, "the connection could not be made")
	}
	return nil
}

// isErrno compares by number: errors.Is takes a syscall.Errno for several portable
// errors, but the explanations here are about exact ones.
func isErrno(err error, want syscall.Errno) bool {
	var errno syscall.Errno
	return errors.As(err, &errno) && errno == want
}

func isSocket(host string) bool {
	return strings.HasPrefix(host, "unix://") || strings.HasPrefix(host, "npipe://")
}

func explainTimeout(err error, host string) *model.Problem {
	var timeout net.Error
	if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, os.ErrDeadlineExceeded) &&
		(!errors.As(err, &timeout) || !timeout.Timeout()) {
		return nil
	}
	return &model.Problem{
		Kind:   model.ProblemTimeout,
		What:   "The engine at " + host + " did not answer in time",
		Why:    "it is not reachable, or too busy",
		Advice: "Check the address, or try again when the engine has less to do.",
	}
}

func explainAnswer(err error, host string) *model.Problem {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var shape *jsonstream.ShapeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &model.Problem{
			Kind:   model.ProblemAnswer,
			What:   "The engine's answer broke off in the middle",
			Why:    "the connection was closed, or the engine stopped",
			Advice: "Try again.",
		}
	case errors.As(err, &syntax), errors.As(err, &kind), errors.As(err, &shape):
		return &model.Problem{
			Kind:   model.ProblemAnswer,
			What:   "The engine's answer makes no sense",
			Why:    "it is not the JSON that the Engine API promises",
			Advice: "Check that " + host + " is a Docker engine and that no proxy changes its answers.",
		}
	case errors.Is(err, io.EOF):
		return lostProblem(host)
	case strings.Contains(err.Error(), "malformed HTTP response"),
		strings.Contains(err.Error(), "readLoopPeekFailLocked"): // it spoke before it was asked
		return &model.Problem{
			Kind:   model.ProblemAddress,
			What:   "What answers at " + host + " does not speak HTTP",
			Advice: "Check the address and the port.",
		}
	}
	return nil
}

func explainTLS(err error, host string) *model.Problem {
	problem := &model.Problem{Kind: model.ProblemTLS, What: "No secure connection to " + host + " could be made"}
	var (
		verify  *tls.CertificateVerificationError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		alert   tls.AlertError
	)
	text := err.Error()
	switch {
	case errors.As(err, &name):
		problem.Why = "its certificate is for another name"
		problem.Advice = "Use the host name that the certificate is for, or have one made for this name."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		problem.Why = "a certificate has expired or is not valid yet"
		problem.Advice = "Renew it, or set the clock right."
	case errors.As(err, &unknown):
		problem.Why = "its certificate is signed by an authority that is not trusted here"
		problem.Advice = "Put the authority's ca.pem into DOCKER_CERT_PATH, or into the docker context."
	case errors.As(err, &verify), errors.As(err, &invalid):
		problem.Why = "its certificate is not valid"
	case errors.As(err, &record), strings.Contains(text, "server gave HTTP response to HTTPS client"):
		problem.Why = "the engine does not speak TLS on that port"
		problem.Advice = "Unset DOCKER_TLS_VERIFY, or use the engine's TLS port (2376 by custom)."
	case strings.Contains(text, "certificate required"), strings.Contains(text, "bad certificate"),
		strings.Contains(text, "handshake failure"), strings.Contains(text, "unknown certificate authority"):
		problem.Why = "the engine wants a client certificate that it trusts"
		problem.Advice = "Put cert.pem and key.pem into DOCKER_CERT_PATH, or into the docker context."
	case errors.As(err, &alert):
		problem.Why = "the engine broke off: " + model.Clean(alert.Error())
	case strings.Contains(text, `malformed HTTP response "\x15\x03`):
		return plainToTLSProblem(host)
	default:
		return nil
	}
	return problem
}
