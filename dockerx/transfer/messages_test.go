package transfer

import (
	"errors"
	"strings"
	"testing"

	"jettison/model"
)

func TestReadMessages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body   string
		told   int
		reason model.ProblemReason
		text   string
	}{
		"to the end":          {body: `{"status":"a"}` + "\n" + `{"status":"b"}`, told: 2},
		"nothing":             {},
		"Docker's error":      {`{"status":"a"}{"errorDetail":{"message":"no \u001bspace"},"error":"no space"}`, 1, model.ReasonMessage, "no space"},
		"Podman's error":      {`{"error":"no space"}`, 0, model.ReasonMessage, "no space"},
		"broken in a message": {`{"status":"a"}{"sta`, 1, model.ReasonCutOff, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := 0
			err := readMessages(strings.NewReader(test.body), "unix:///e.sock", func(message) { told++ })
			if told != test.told {
				t.Errorf("%d messages, want %d", told, test.told)
			}
			if test.reason == model.ReasonOther {
				if err != nil {
					t.Error(err)
				}
				return
			}
			problem, ok := errors.AsType[*model.Problem](err)
			if !ok || problem.Reason != test.reason || problem.Text != test.text || problem.Host != "unix:///e.sock" {
				t.Errorf("%#v", err)
			}
		})
	}
}
