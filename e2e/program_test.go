// Package e2e_test tests the whole program: it starts the built binary as users and scripts
// do.
package e2e_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"jettison/dockerx/enginetest"
)

// engines are the real engines that the journeys share.
var engines enginetest.Pool

func TestMain(m *testing.M) {
	code := 1
	if dir, err := os.MkdirTemp("", "jettison-journey"); err == nil {
		program = filepath.Join(dir, "jettison")
		code = engines.Run(m)
		_ = os.RemoveAll(dir) // left in the system's temporary folder
	}
	os.Exit(code)
}

// program is the path of the jettison binary under test, once it is built.
var program string

// build builds jettison once.
var build = sync.OnceValue(func() error {
	if out, err := exec.Command("go", "build", "-o", program, "jettison").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
})

// command returns a command that runs jettison as a script does.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), program, args...)
	c.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	return c
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}
