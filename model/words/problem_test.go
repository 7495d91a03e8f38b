package words_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// Every reason has words of its own, the advice with a full stop, the rest without.
func TestEveryProblem(t *testing.T) {
	t.Parallel()
	seen := map[words.Explanation]model.ProblemReason{}
	for reason := model.ReasonOther + 1; reason <= model.ReasonReclaimUncertain; reason++ {
		explained := words.Problem(&model.Problem{Reason: reason, Host: "unix:///d.sock", Name: "name", Ref: "ref", Text: fmt.Sprint(int(reason))})
		if other, there := seen[explained]; there {
			t.Errorf("reasons %d and %d are both %+v", reason, other, explained)
		}
		seen[explained] = reason
		if explained.What == "" || strings.HasSuffix(explained.Line(), ".") {
			t.Errorf("reason %d happened as %q", reason, explained.Line())
		}
		if advice := explained.Advice; advice != "" && !strings.HasSuffix(advice, ".") && !strings.Contains(advice, "docker ") {
			t.Errorf("reason %d: %q is no sentence", reason, advice)
		}
	}
}

func TestProblem(t *testing.T) {
	t.Parallel()
	gone := &model.Problem{Reason: model.ReasonTimeout, Host: "tcp://h:1"}
	for want, p := range map[string]*model.Problem{
		"it says so||": {Text: "it says so"},
		"No engine is running at tcp://h:1|the host refuses connections to that port|" +
			"Check the address and the port, and that the engine listens there, or name another engine with --host or --context.": {
			Reason: model.ReasonPortRefused, Host: "tcp://h:1",
		},
		"You are not allowed to use the engine at unix:///run/podman/podman.sock|your user may not open its socket|" +
			"Use your own Podman service (systemctl --user start podman.socket), or run jettison with sudo.": {
			Reason: model.ReasonSocketForbidden, Host: "unix:///run/podman/podman.sock",
		},
		"The ssh connection to ssh://me@h failed|no such thing|Try it by hand: ssh me@h docker version": {
			Reason: model.ReasonSSH, Host: "ssh://me@h", Text: "no such thing",
		},
		"The engine at tcp://h:1 is too old|it speaks Engine API 1.39, and jettison needs 1.40 (Docker 19.03) or newer|Update the engine.": {
			Reason: model.ReasonTooOld, Host: "tcp://h:1", Name: "1.39", Text: "1.40",
		},
		"The engine reported an internal error (500)|disk full|Try again; if it stays, the engine's own log says more.": {
			Reason: model.ReasonServerError, Code: 500, Text: "disk full",
		},
		"The certificates for tcp://h:1 can't be used|/ca.pem can't be read|" +
			"Put ca.pem, cert.pem and key.pem into DOCKER_CERT_PATH, or into the docker context.": {
			Reason: model.ReasonNoCertificates, Host: "tcp://h:1", Name: "/ca.pem",
		},
		"The registry docker.io does not have it any more|it knows no app@sha256:01|": {
			Reason: model.ReasonManifestUnknown, Name: "docker.io", Ref: "app@sha256:01",
		},
		"A clean-up of this engine ran since the plan was made||Make the plan anew, of what is there now.": { // of any process
			Reason: model.ReasonStale,
		},
		"The engine did not come back within 5m0s, so the removal ended early|The engine at tcp://h:1 did not answer in time|" +
			"When the engine is back, look at what is left and plan again.": {
			Reason: model.ReasonGaveUp, Cause: gone, Waited: 5 * time.Minute,
		},
	} {
		explained := words.Problem(p)
		if got := explained.What + "|" + explained.Why + "|" + explained.Advice; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	forbidden := words.Problem(&model.Problem{Reason: model.ReasonSocketForbidden, Host: "unix:///var/run/docker.sock"})
	if runtime.GOOS == "linux" && !strings.Contains(forbidden.Advice, "usermod -aG docker") {
		t.Errorf("advice %q", forbidden.Advice)
	}
}

// What is around a problem in an error stays.
func TestError(t *testing.T) {
	t.Parallel()
	problem := &model.Problem{Reason: model.ReasonCanceled}
	for want, err := range map[string]error{
		"Cancelled":             problem,
		"save app:1: Cancelled": fmt.Errorf("save app:1: %w", problem),
		"disk full":             errors.New("disk full"),
	} {
		if got := words.Error(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
