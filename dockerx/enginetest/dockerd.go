package enginetest

import (
	"os"
	"path/filepath"
	"strings"
)

// dockerdCommand returns the command that starts a Docker engine with all its files in dir.
// The engine doesn't touch the networks and firewall rules of the machine.
func dockerdCommand(f Flavor, b binaries, dir string) (env, argv []string, err error) {
	// runc 1.1 works with Docker 20.10 and 28.
	dockerd, search := b.docker20+"/usr/sbin/dockerd", b.debianPath(b.docker20)
	switch f.version() {
	case "28.":
		dockerd, search = b.docker28+"/usr/sbin/dockerd", b.debianPath(b.docker28)
	case "29.":
		dockerd, search = b.docker29+"/dockerd", []string{b.docker29}
	default:
	}
	config := `{"storage-driver":"overlay2"}`
	switch f {
	case Docker28Containerd:
		config = `{"features":{"containerd-snapshotter":true}}`
	case Docker29Containerd:
		config = `{}` // a fresh installation has this store
	case Docker29:
		config = `{"features":{"containerd-snapshotter":false},"storage-driver":"overlay2"}`
	default:
	}
	path := filepath.Join(dir, "daemon.json")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		return nil, nil, err
	}
	env = []string{
		"PATH=" + strings.Join(append(search, os.Getenv("PATH")), ":"), "HOME=" + dir, "TMPDIR=" + dir,
	}
	argv = []string{
		dockerd, "--config-file", path,
		"--data-root", dir + "/data", "--exec-root", dir + "/run", "--pidfile", dir + "/run/dockerd.pid",
		"--host", "unix://" + socketPath(dir), "--bridge=none", "--iptables=false", "--ip6tables=false",
	}
	return env, argv, nil
}

// debianPath returns the folders of the programs of an unpacked Docker of Debian's, with the runc
// of Docker 20.10's.
func (b binaries) debianPath(root string) []string {
	return []string{root + "/usr/bin", root + "/usr/sbin", b.docker20 + "/usr/sbin", b.docker20 + "/usr/bin"}
}
