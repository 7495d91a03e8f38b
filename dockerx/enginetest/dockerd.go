package enginetest

import (
	"os"
	"path/filepath"
	"strings"
)

// dockerdCommand returns the command that starts a Docker engine with all its files in dir.
// The engine doesn't touch the networks and firewall rules of the machine. runc 1.1 works with
// both generations.
func dockerdCommand(f Flavor, b binaries, dir string) (env, argv []string, err error) {
	root, config := b.docker20, `{"storage-driver":"overlay2"}`
	switch f {
	case Docker28:
		root = b.docker28
	case Docker28Containerd:
		root, config = b.docker28, `{"features":{"containerd-snapshotter":true}}`
	default:
	}
	path := filepath.Join(dir, "daemon.json")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		return nil, nil, err
	}
	search := []string{
		root + "/usr/bin", root + "/usr/sbin", b.docker20 + "/usr/sbin", b.docker20 + "/usr/bin", os.Getenv("PATH"),
	}
	env = []string{"PATH=" + strings.Join(search, ":"), "HOME=" + dir, "TMPDIR=" + dir}
	argv = []string{
		root + "/usr/sbin/dockerd", "--config-file", path,
		"--data-root", dir + "/data", "--exec-root", dir + "/run", "--pidfile", dir + "/run/dockerd.pid",
		"--host", "unix://" + socketPath(dir), "--bridge=none", "--iptables=false", "--ip6tables=false",
	}
	return env, argv, nil
}
