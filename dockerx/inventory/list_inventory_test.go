package inventory

import (
	"errors"
	"testing"

	"jettison/model"
)

func TestBrokenAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		body   string
		reason model.ProblemReason
	}{
		"broken off":      {`[{"Id":"sha256:1","RepoTags":["a:`, model.ReasonCutOff},
		"nothing":         {``, model.ReasonCutOff},
		"between entries": {`[{"Id":"sha256:1"},`, model.ReasonCutOff},
		"no list":         {`{"message":"hello"}`, model.ReasonMalformed},
		"no JSON":         {`<html>`, model.ReasonMalformed},
		"wrong kinds":     {`[{"Id":17}]`, model.ReasonMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			client := serve(t, text(test.body)).Client
			_, err := List(t.Context(), client, model.Engine{})
			problem, ok := errors.AsType[*model.Problem](err)
			if !ok {
				t.Fatalf("not a problem: %T %v", err, err)
			}
			if problem.Kind != model.ProblemAnswer || problem.Reason != test.reason || problem.Host != client.Host() {
				t.Errorf("%+v", *problem)
			}
		})
	}
}
