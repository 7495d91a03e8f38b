package cli

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"jettison/cli/process"
	"jettison/model"
	"jettison/model/query"
)

func TestCodeOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  error
		want Code
	}{
		{"done", nil, 0},
		{"something failed", errors.New("broken"), 1},
		{"engine answered nonsense", &model.Problem{Kind: model.ProblemAnswer}, 1},
		{"usage", &UsageError{What: "no"}, 2},
		{"joined usage", errors.Join(&UsageError{What: "no"}, nil), 2},
		{"a wrong query", &query.Error{Query: "agee>3d", Column: 1}, 2},
		{"refused", fmt.Errorf("rm: %w", &RefusedError{What: "no"}), 4},
		{"not running", &model.Problem{Kind: model.ProblemNotRunning}, 3},
		{"wrapped permission", fmt.Errorf("connect: %w", &model.Problem{Kind: model.ProblemPermission}), 3},
		{"interrupt", &process.SignalError{Signal: syscall.SIGINT}, 130},
		{"terminated", &process.SignalError{Signal: syscall.SIGTERM}, 143},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := CodeOf(tt.err); got != tt.want {
				t.Errorf("CodeOf(%v) = %d, want %d", tt.err, got, tt.want)
			}
		})
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"usage", &UsageError{"No such flag.", "See the help."}, "jettison: No such flag.\nSee the help.\n"},
		{
			"problem", &model.Problem{Reason: model.ReasonLost, Host: "tcp://h:1"},
			"jettison: The connection to the engine at tcp://h:1 was lost: the engine closed it: it stopped or was restarted\nCheck that the engine still runs.\n",
		},
		{
			"wrapped problem", fmt.Errorf("save app:1: %w", &model.Problem{Reason: model.ReasonTimeout, Host: "tcp://h:1"}),
			"jettison: save app:1: The engine at tcp://h:1 did not answer in time: it is not reachable, or too busy\n" +
				"Check the address, or try again when the engine has less to do.\n",
		},
		{"other", errors.New("no terminal"), "jettison: no terminal\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			(&invocation{streams: streams{errs: &out}}).explain(tt.err)
			if out.String() != tt.want {
				t.Errorf("explained as %q, want %q", out.String(), tt.want)
			}
		})
	}
}
