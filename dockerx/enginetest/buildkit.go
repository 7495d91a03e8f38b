package enginetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/moby/moby/client"
)

// BuildKit builds an image with BuildKit from files, one of them the Dockerfile. The engine
// keeps the build cache until the test ends.
func (e *Engine) BuildKit(ctx context.Context, t testing.TB, tag string, files map[string][]byte) {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Docker 20.10's command line is the last one with a BuildKit client of its own.
	docker := filepath.Join(e.binaries.docker20, "usr", "bin", "docker")
	command := exec.CommandContext(ctx, docker, "build", "--network=none", "--tag="+tag, folder)
	command.Env = []string{"DOCKER_BUILDKIT=1", "DOCKER_HOST=" + e.Host, "HOME=" + folder, "PATH=" + os.Getenv("PATH")}
	t.Cleanup(func() {
		if _, err := e.client.BuildCachePrune(context.Background(), client.BuildCachePruneOptions{All: true}); err != nil {
			t.Errorf("prune the build cache: %v", err)
		}
	})
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatal(fmt.Errorf("build %s: %w\n%s", tag, err, said))
	}
}
