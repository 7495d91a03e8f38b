package enginetest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Shell runs a line of sh, with docker connected to the engine and in UTC, and returns its
// output. ok is false if there is no docker command line; if JETTISON_ENGINES is set, the test
// fails instead, as in Need.
func (e *Engine) Shell(t testing.TB, line string) (printed string, ok bool) {
	t.Helper()
	docker, err := findDocker()
	if err != nil {
		if os.Getenv(enginesVariable) != "" {
			t.Fatal(err)
		}
		return "", false
	}
	var said, complained bytes.Buffer
	command := exec.CommandContext(t.Context(), "sh", "-c", line)
	command.Env = []string{
		"PATH=" + filepath.Dir(docker) + ":" + os.Getenv("PATH"), "DOCKER_HOST=" + e.address(t),
		"HOME=" + t.TempDir(), "TZ=UTC", "LC_ALL=C",
	}
	command.Stdout, command.Stderr = &said, &complained
	// A final grep that finds nothing is not a failure, but output on stderr is.
	if err := command.Run(); complained.Len() > 0 {
		t.Fatalf("%s: %s: %v\n%s", e.Flavor, line, err, complained.String())
	}
	return said.String(), true
}

// findDocker returns the path of Docker 20.10's command line, which needs no root.
func findDocker() (string, error) {
	if runtime.GOOS != "linux" {
		return "", fmt.Errorf("the docker command line is unpacked on Linux only")
	}
	dir, err := enginesDir()
	if err != nil {
		return "", err
	}
	docker := filepath.Join(dir, "docker20", "usr", "bin", "docker")
	if _, err := os.Stat(docker); err != nil {
		return "", fmt.Errorf("no docker command line in %s: run .ci/engines", dir)
	}
	return docker, nil
}

// address returns the address of the engine for other programs. An embedded engine then also
// listens on a socket until the test ends.
func (e *Engine) address(t testing.TB) string {
	t.Helper()
	if e.Sim == nil {
		return e.Host
	}
	if e.served != "" {
		return e.served
	}
	dir, err := os.MkdirTemp("", "jettison-sim-") //nolint:usetesting // the test's own folder may be too long for a socket path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	listener, err := new(net.ListenConfig).Listen(t.Context(), "unix", socketPath(dir))
	if err == nil {
		err = e.Sim.Serve(listener)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.served = ""; _ = listener.Close() })
	e.served = "unix://" + socketPath(dir)
	return e.served
}
