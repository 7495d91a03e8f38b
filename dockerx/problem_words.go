package dockerx

import (
	"errors"
	"os"
	"runtime"
	"strings"

	"jettison/model"
)

// notRunning is the problem that nothing answers at an address.
func notRunning(host, why string) *model.Problem {
	advice := "Start it (for example with: sudo systemctl start docker), or name another engine with --host or --context."
	if runtime.GOOS != "linux" {
		advice = "Start Docker Desktop (or whatever runs your engine), or name another engine with --host or --context."
	}
	if strings.HasPrefix(host, "tcp://") {
		advice = "Check the address and the port, and that the engine listens there, or name another engine with --host or --context."
	}
	return &model.Problem{
		Kind:   model.ProblemNotRunning,
		What:   "No engine is running at " + host,
		Why:    why,
		Advice: advice,
	}
}

func permissionProblem(host string) *model.Problem {
	advice := "Join the group that owns the socket (sudo usermod -aG docker $USER, then log in again), run jettison with sudo, or use a rootless engine."
	switch {
	case strings.Contains(host, "podman"):
		advice = "Use your own Podman service (systemctl --user start podman.socket), or run jettison with sudo."
	case runtime.GOOS == "windows":
		advice = "Join the group docker-users and log in again, or run jettison as administrator."
	}
	return &model.Problem{
		Kind:   model.ProblemPermission,
		What:   "You are not allowed to use the engine at " + host,
		Why:    "your user may not open its socket",
		Advice: advice,
	}
}

func lostProblem(host string) *model.Problem {
	return &model.Problem{
		Kind:   model.ProblemNotRunning,
		What:   "The connection to the engine at " + host + " was lost",
		Why:    "the engine closed it: it stopped or was restarted",
		Advice: "Check that the engine still runs.",
	}
}

func plainToTLSProblem(host string) *model.Problem {
	return &model.Problem{
		Kind:   model.ProblemTLS,
		What:   "No connection to " + host + " could be made",
		Why:    "the engine expects TLS on that port",
		Advice: "Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or use a docker context that holds the certificates.",
	}
}

func addressProblem(address string, err error) *model.Problem {
	shown := model.HideAddress(address)
	problem := &model.Problem{
		Kind:   model.ProblemAddress,
		What:   "The address " + model.Clean(shown) + " can't be understood",
		Advice: "Write unix:///path/to/docker.sock, tcp://host:2376 or ssh://user@host.",
		Host:   model.Clean(shown),
		Raw:    model.Clean(err.Error()),
	}
	if shown != address {
		// The error may hold any part of the password.
		problem.Why, problem.Raw = "it has credentials in it, and engines take none there", ""
	}
	return problem
}

func configProblem(err error) *model.Problem {
	return &model.Problem{
		Kind:   model.ProblemAddress,
		What:   "Docker's configuration can't be read",
		Why:    "it may name the engine to use, and another one must not be cleaned by mistake",
		Advice: "Repair it, or name the engine with --host.",
		Raw:    model.Clean(err.Error()),
	}
}

func contextProblem(name string, err error) *model.Problem {
	problem := &model.Problem{
		Kind:   model.ProblemAddress,
		What:   "The docker context " + model.Clean(name) + " can't be used",
		Why:    model.Clean(err.Error()),
		Advice: "docker context ls lists the contexts; choose one with --context, or give an address with --host.",
		Raw:    model.Clean(err.Error()),
	}
	if isMissing(err) {
		problem.What = "There is no docker context named " + model.Clean(name)
		problem.Why = ""
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
	problem := &model.Problem{
		Kind:   model.ProblemTLS,
		What:   "The certificates for " + host + " can't be used",
		Why:    model.Clean(err.Error()),
		Advice: "Put ca.pem, cert.pem and key.pem into DOCKER_CERT_PATH, or into the docker context.",
		Host:   host,
		Raw:    model.Clean(err.Error()),
	}
	if path, ok := errors.AsType[*os.PathError](err); ok {
		problem.Why = path.Path + " can't be read"
	}
	return problem
}

func tooOldProblem(host, version string) *model.Problem {
	return &model.Problem{
		Kind:   model.ProblemTooOld,
		What:   "The engine at " + host + " is too old",
		Why:    "it speaks Engine API " + version + ", and jettison needs " + oldestAPI + " (Docker 19.03) or newer",
		Advice: "Update the engine.",
		Host:   host,
	}
}

func noAPIVersionProblem(host string) *model.Problem {
	return &model.Problem{
		Kind:   model.ProblemAnswer,
		What:   "What answers at " + host + " is not a Docker engine",
		Why:    "it does not say which Engine API it speaks",
		Advice: "Check the address and the port.",
		Host:   host,
	}
}

// notEngineProblem is the problem that something other than an engine answers.
func notEngineProblem(host string) *model.Problem {
	return &model.Problem{
		Kind:   model.ProblemAddress,
		What:   "What answers at " + host + " is no container engine",
		Why:    "it does not know the Engine API's /_ping",
		Advice: "Check the address and the port.",
	}
}
