package execute

import (
	"fmt"
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
	ended := *problem
	ended.What = fmt.Sprintf("The engine did not come back within %s, so the removal ended early", after)
	ended.Why = problem.What
	ended.Advice = "When the engine is back, look at what is left and plan again."
	return &ended
}
