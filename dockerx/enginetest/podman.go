package enginetest

import (
	"fmt"
	"os"
	"path/filepath"
)

// podmanCommand returns the command that starts Podman's service with all its files in dir,
// without systemd.
//
// Podman 5 needs a C library and a conmon of its own, so that its usr is mounted over the
// machine's. Only the engine and what it starts see that, as it has its own mount namespace.
func podmanCommand(f Flavor, b binaries, dir string) (env, argv []string, err error) {
	config := fmt.Sprintf(`[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
runtime = "runc"
static_dir = %[1]q
tmp_dir = %[2]q
volume_path = %[3]q
[engine.runtimes]
runc = [%[4]q]
[network]
network_config_dir = %[5]q
`, dir+"/data/libpod", dir+"/run/libpod", dir+"/data/volumes", b.docker20+"/usr/sbin/runc", dir+"/networks")
	path := filepath.Join(dir, "containers.conf")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		return nil, nil, err
	}
	env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "CONTAINERS_CONF=" + path,
	}
	program := []string{b.podman}
	if f == Podman5 {
		env = append(env, "PODMAN_IGNORE_CGROUPSV1_WARNING=1")
		program = []string{"/bin/sh", "-c", `mount --bind "$0" /usr && exec podman "$@"`, b.podman5 + "/usr"}
	}
	return env, append(program,
		"--root", dir+"/data", "--runroot", dir+"/run",
		"system", "service", "--time=0", "unix://"+socketPath(dir),
	), nil
}
