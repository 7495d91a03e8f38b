package dockerx

import (
	"errors"
	"os"

	"jettison/model"
)

func addressProblem(address string, err error) *model.Problem {
	shown := model.HideAddress(address)
	problem := &model.Problem{
		Kind: model.ProblemAddress, Reason: model.ReasonBadAddress, Host: model.Clean(shown), Raw: model.Clean(err.Error()),
	}
	if shown != address {
		// The error may hold any part of the password.
		problem.Reason, problem.Raw = model.ReasonPasswordInAddress, ""
	}
	return problem
}

func configProblem(err error) *model.Problem {
	return &model.Problem{Kind: model.ProblemAddress, Reason: model.ReasonBrokenConfig, Raw: model.Clean(err.Error())}
}

func contextProblem(name string, err error) *model.Problem {
	text := model.Clean(err.Error())
	problem := &model.Problem{
		Kind: model.ProblemAddress, Reason: model.ReasonBadContext, Name: model.Clean(name), Text: text, Raw: text,
	}
	if isMissing(err) {
		problem.Reason = model.ReasonNoContext
	}
	return problem
}

// isMissing reports whether the context store has no such context. Its error is of
// containerd's kind, which is recognized by a method.
func isMissing(err error) bool {
	var missing interface{ NotFound() }
	return errors.As(err, &missing) || errors.Is(err, os.ErrNotExist)
}

func tlsMaterialProblem(host string, err error) *model.Problem {
	text := model.Clean(err.Error())
	problem := &model.Problem{Kind: model.ProblemTLS, Reason: model.ReasonBadCertificates, Host: host, Text: text, Raw: text}
	if path, ok := errors.AsType[*os.PathError](err); ok {
		problem.Reason, problem.Name = model.ReasonNoCertificates, path.Path
	}
	return problem
}
