package enginetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

const enginesVariable = "JETTISON_ENGINES"

// binaries holds the paths of the programs that real engines consist of.
type binaries struct {
	docker20, docker28 string // roots of unpacked packages
	docker29           string // folder of the built programs
	podman5            string // root of unpacked packages
	busybox            string
	podman             string // version 4; empty if not installed
}

// findBinaries finds the programs that a flavor needs, or says what is missing.
func findBinaries(f Flavor) (binaries, error) {
	if runtime.GOOS != "linux" {
		return binaries{}, fmt.Errorf("real engines run on Linux only")
	}
	if os.Geteuid() != 0 {
		return binaries{}, fmt.Errorf("real engines need root")
	}
	dir, err := enginesDir()
	if err != nil {
		return binaries{}, err
	}
	b := binaries{
		docker20: filepath.Join(dir, "docker20"),
		docker28: filepath.Join(dir, "docker28"),
		docker29: filepath.Join(dir, "docker29"),
		podman5:  filepath.Join(dir, "podman5"),
		busybox:  filepath.Join(dir, "busybox", "bin", "busybox"),
	}
	for _, path := range []string{b.docker20, b.docker28, b.docker29, b.podman5, b.busybox} {
		if _, err := os.Stat(path); err != nil {
			return binaries{}, fmt.Errorf("no %s in %s: run .ci/engines", filepath.Base(path), dir)
		}
	}
	if f != Podman {
		return b, nil
	}
	if b.podman, err = exec.LookPath("podman"); err != nil {
		return binaries{}, fmt.Errorf("podman is not installed")
	}
	return b, nil
}

func enginesDir() (string, error) {
	if dir := os.Getenv(enginesVariable); dir != "" {
		return filepath.Abs(dir)
	}
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "jettison-engines"), err
}

// Need skips or fails the test if a flavor is not available (see the package documentation).
// It is for tests with many subtests, each of which would otherwise report that.
func Need(t testing.TB, f Flavor) {
	t.Helper()
	if f.Real() {
		need(t, f)
	}
}

// need finds what a flavor needs. It skips the test unless JETTISON_ENGINES asks for engines,
// and fails it if something is missing then.
func need(t testing.TB, f Flavor) binaries {
	t.Helper()
	if testing.Short() {
		t.Skipf("%s: left out by -short", f)
	}
	if os.Getenv(enginesVariable) == "" {
		t.Skipf("%s: real engines are tested where %s is set, as .ci/run does", f, enginesVariable)
	}
	b, err := findBinaries(f)
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return b
}
