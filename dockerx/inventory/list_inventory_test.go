package inventory

import (
	"errors"
	"strings"
	"testing"

	"jettison/model"
)

func TestBrokenAnswers(t *testing.T) {
	for name, test := range map[string]struct{ body, why string }{
		"broken off":      {`[{"Id":"sha256:1","RepoTags":["a:`, "connection was closed"},
		"nothing":         {``, "connection was closed"},
		"between entries": {`[{"Id":"sha256:1"},`, "connection was closed"},
		"no list":         {`{"message":"hello"}`, "not the JSON"},
		"no JSON":         {`<html>`, "not the JSON"},
		"wrong kinds":     {`[{"Id":17}]`, "not the JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			client := serve(t, text(test.body)).Client
			_, err := List(t.Context(), client, model.Engine{})
			problem, ok := errors.AsType[*model.Problem](err)
			if !ok {
				t.Fatalf("not a problem: %T %v", err, err)
			}
			if problem.Kind != model.ProblemAnswer || !strings.Contains(problem.Why, test.why) || problem.What == "" || problem.Host != client.Host() {
				t.Errorf("%+v", *problem)
			}
		})
	}
}
