//go:build unix

package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

// spentEngine serves an engine with unused images on a socket, and returns its address.
func spentEngine(t *testing.T, images int) (host string) {
	t.Helper()
	world := modeltest.New(3, time.Now())
	for range images {
		world.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("COPY app /", 900)}})
	}
	engine := sim.New(world, sim.Options{})
	t.Cleanup(engine.Close)
	proxy := openProxy(t, func() evidence { return evidence{} })
	proxy.forwardTo(engine.Dial)
	return proxy.host
}

// A process may open few files: the program gets by with 30.
func TestFewFiles(t *testing.T) {
	t.Parallel()
	const images = 60
	host := spentEngine(t, images)
	jettison := command(t, "--host", host, "--jobs", "64", "rm", "--yes", "unused")
	limited := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `ulimit -n 30 && exec "$@"`, "sh"}, jettison.Args...)...)
	limited.Env = jettison.Env
	if out, err := limited.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if left := imagesOf(t, host); left != 0 {
		t.Errorf("%d images are left", left)
	}
}

// Where nothing can be written because the folders are somebody else's, what only looks works,
// what is to be kept fails, and who wants a backup loses nothing. A removal goes on, since a full
// disk can't be written either, and says what is not recorded.
func TestFoldersOfSomebodyElse(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can be somebody else")
	}
	const images = 3
	host := spentEngine(t, images)
	home := t.TempDir()
	command(t) // builds the program
	socket := strings.TrimPrefix(host, "unix://")
	for _, path := range []string{filepath.Dir(program), program, filepath.Dir(socket), socket, filepath.Dir(home), home} {
		if err := os.Chmod(path, 0o755); err != nil { // somebody else is to get there
			t.Fatal(err)
		}
	}
	if err := os.Chmod(socket, 0o666); err != nil {
		t.Fatal(err)
	}
	run := func(args string) (string, int) {
		jettison := command(t, append([]string{"--host", host}, strings.Fields(args)...)...)
		jettison.Env = append(jettison.Env, "HOME="+home)
		jettison.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		out, err := jettison.CombinedOutput()
		return string(out), exitCode(t, err)
	}
	for _, tt := range []struct {
		args string
		code int
		says string
	}{
		{"ls -q", 0, ""},
		{"sample", 1, "permission denied"},
		{"pin repo:x", 1, "permission denied"},
		{"journal", 0, ""},
		{"rm --yes --backup unused", 1, "permission denied"}, // before anything is removed
	} {
		if out, code := run(tt.args); code != tt.code || !strings.Contains(out, tt.says) {
			t.Errorf("%s: exit code %d\n%s", tt.args, code, out)
		}
	}
	if left := imagesOf(t, host); left != images {
		t.Errorf("%d images are left", left)
	}
	if out, code := run("rm --yes unused"); code != 0 || !strings.Contains(out, "The journal does not record all of this") || !strings.Contains(out, "Other clean-ups are not kept off") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// imagesOf returns how many images an engine has.
func imagesOf(t *testing.T, host string) int {
	t.Helper()
	out, err := command(t, "--host", host, "ls", "-q").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(out), "\n")
}
