package execute

import (
	"time"

	"jettison/dockerx"
	"jettison/model"
)

// refuseLost is the refusal of a step whose connection broke.
func refuseLost(err error, host string) *model.Refusal {
	return &model.Refusal{Kind: model.RefusalLost, Raw: dockerx.ProblemOf(err, host).Raw}
}

// refuseUnknown is the refusal of a step of which it is not known whether it was done.
func refuseUnknown(err error, host string) *model.Refusal {
	return &model.Refusal{Kind: model.RefusalOutcomeUnknown, Raw: dockerx.ProblemOf(err, host).Raw}
}

// gaveUpProblem is the problem that a job ended because its engine stayed away.
func gaveUpProblem(problem *model.Problem, after time.Duration) *model.Problem {
	return &model.Problem{
		Kind: problem.Kind, Reason: model.ReasonGaveUp, Host: problem.Host, Raw: problem.Raw, Cause: problem, Waited: after,
	}
}
