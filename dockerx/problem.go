package dockerx

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
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

// explain tries the explanations from the most to the least specific. None sets the host.
func explain(err error, host string) *model.Problem {
	for _, try := range []func(error, string) *model.Problem{
		explainCanceled, explainWithheld, explainStatus, explainSSH, explainTLS, explainDial, explainTimeout, explainAnswer,
	} {
		if problem := try(err, host); problem != nil {
			return problem
		}
	}
	return &model.Problem{
		Kind: model.ProblemOther, Reason: model.ReasonExchange, Text: model.HideCredentials(model.Clean(cause(err).Error())),
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
	return &model.Problem{Kind: model.ProblemCanceled, Reason: model.ReasonCanceled}
}

func explainStatus(err error, _ string) *model.Problem {
	var status *statusError
	if !errors.As(err, &status) {
		return nil
	}
	text := model.Clean(status.Error())
	problem := &model.Problem{Kind: model.ProblemAnswer, Text: text, Code: status.Code}
	switch {
	case status.Code == http.StatusBadRequest && strings.Contains(text, "HTTP request to an HTTPS server"):
		return plainToTLSProblem()
	case status.Code == http.StatusBadRequest && strings.Contains(text, "is too old"):
		problem.Kind, problem.Reason = model.ProblemTooOld, model.ReasonTooNew
	case status.Code == http.StatusUnauthorized || status.Code == http.StatusForbidden:
		problem.Kind, problem.Reason = model.ProblemPermission, model.ReasonForbidden
	case status.Code >= http.StatusInternalServerError:
		problem.Reason = model.ReasonServerError
	default:
		problem.Reason = model.ReasonStatus
	}
	return problem
}

func explainDial(err error, host string) *model.Problem {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return &model.Problem{Kind: model.ProblemAddress, Reason: model.ReasonUnknownHost, Name: model.Clean(dns.Name)}
	case errors.Is(err, fs.ErrPermission):
		return &model.Problem{Kind: model.ProblemPermission, Reason: model.ReasonSocketForbidden}
	case errors.Is(err, fs.ErrNotExist):
		return notRunning(model.ReasonNoSocket)
	case isErrno(err, syscall.ECONNREFUSED):
		if isSocket(host) {
			return notRunning(model.ReasonDeadSocket)
		}
		return notRunning(model.ReasonPortRefused)
	case isErrno(err, syscall.EHOSTUNREACH), isErrno(err, syscall.ENETUNREACH):
		return &model.Problem{Kind: model.ProblemAddress, Reason: model.ReasonNoRoute}
	case isErrno(err, syscall.EAFNOSUPPORT), strings.Contains(err.Error(), "protocol not available"):
		return &model.Problem{Kind: model.ProblemAddress, Reason: model.ReasonUnsupportedAddress}
	case errors.Is(err, net.ErrClosed), isErrno(err, syscall.ECONNRESET), isErrno(err, syscall.EPIPE):
		return notRunning(model.ReasonLost)
	case client.IsErrConnectionFailed(err):
		return notRunning(model.ReasonNotConnected)
	}
	return nil
}

// notRunning is the problem that no engine is there, or not any more.
func notRunning(reason model.ProblemReason) *model.Problem {
	return &model.Problem{Kind: model.ProblemNotRunning, Reason: reason}
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

func explainTimeout(err error, _ string) *model.Problem {
	var timeout net.Error
	if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, os.ErrDeadlineExceeded) &&
		(!errors.As(err, &timeout) || !timeout.Timeout()) {
		return nil
	}
	return &model.Problem{Kind: model.ProblemTimeout, Reason: model.ReasonTimeout}
}

func explainAnswer(err error, _ string) *model.Problem {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var shape *jsonstream.ShapeError
	switch {
	case errors.Is(err, errTooLong), errors.Is(err, jsonstream.ErrTooMany):
		return &model.Problem{Kind: model.ProblemAnswer, Reason: model.ReasonMalformed}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &model.Problem{Kind: model.ProblemAnswer, Reason: model.ReasonCutOff}
	case errors.As(err, &syntax), errors.As(err, &kind), errors.As(err, &shape):
		return &model.Problem{Kind: model.ProblemAnswer, Reason: model.ReasonMalformed}
	case errors.Is(err, io.EOF):
		return notRunning(model.ReasonLost)
	case strings.Contains(err.Error(), "malformed HTTP response"),
		strings.Contains(err.Error(), "readLoopPeekFailLocked"): // it spoke before it was asked
		return &model.Problem{Kind: model.ProblemAddress, Reason: model.ReasonNotHTTP}
	}
	return nil
}

func explainTLS(err error, _ string) *model.Problem {
	problem := &model.Problem{Kind: model.ProblemTLS}
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
		problem.Reason = model.ReasonCertificateName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		problem.Reason = model.ReasonCertificateExpired
	case errors.As(err, &unknown):
		problem.Reason = model.ReasonUnknownAuthority
	case errors.As(err, &verify), errors.As(err, &invalid):
		problem.Reason = model.ReasonBadCertificate
	case errors.As(err, &record), strings.Contains(text, "server gave HTTP response to HTTPS client"):
		problem.Reason = model.ReasonTLSUnknown
	case strings.Contains(text, "certificate required"), strings.Contains(text, "bad certificate"),
		strings.Contains(text, "handshake failure"), strings.Contains(text, "unknown certificate authority"):
		problem.Reason = model.ReasonClientCertificate
	case errors.As(err, &alert):
		problem.Reason, problem.Text = model.ReasonTLSAlert, model.Clean(alert.Error())
	case strings.Contains(text, `malformed HTTP response "\x15\x03`):
		return plainToTLSProblem()
	default:
		return nil
	}
	return problem
}

func plainToTLSProblem() *model.Problem {
	return &model.Problem{Kind: model.ProblemTLS, Reason: model.ReasonTLSWanted}
}
