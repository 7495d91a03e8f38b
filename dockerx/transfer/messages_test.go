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
		body  string
		told  int
		what  string
		words string // why
	}{
		"to the end":          {body: `{"status":"a"}` + "\n" + `{"status":"b"}`, told: 2},
		"nothing":             {},
		"Docker's error":      {`{"status":"a"}{"errorDetail":{"message":"no \u001bspace"},"error":"no space"}`, 1, "The engine could not do it", "no space"},
		"Podman's error":      {`{"error":"no space"}`, 0, "The engine could not do it", "no space"},
		"broken in a message": {`{"status":"a"}{"sta`, 1, "The engine's answer broke off in the middle", "connection was closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := 0
			err := readMessages(strings.NewReader(test.body), "unix:///e.sock", func(message) { told++ })
			if told != test.told {
				t.Errorf("%d messages, want %d", told, test.told)
			}
			if test.what == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			problem, ok := errors.AsType[*model.Problem](err)
			if !ok || problem.What != test.what || !strings.Contains(problem.Why, test.words) || problem.Host != "unix:///e.sock" {
				t.Errorf("%#v", err)
			}
		})
	}
}
