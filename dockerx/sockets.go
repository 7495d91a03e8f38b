package dockerx

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// candidate is a socket that an engine may listen on.
type candidate struct{ path, source string }

// findSocket returns the endpoint as it is if the default socket exists. Otherwise it
// moves the endpoint to the first other well-known socket that exists. If none does, the
// endpoint stays, so that errors report the default address.
func findSocket(o Options, end Endpoint) Endpoint {
	path, isUnix := strings.CutPrefix(end.Host, "unix://")
	if !isUnix || runtime.GOOS == "windows" {
		return end
	}
	if o.systemRoot != "" {
		path = filepath.Join(o.systemRoot, path)
		end.Host = "unix://" + path
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		return end
	}
	for _, c := range socketCandidates(o) {
		if info, err := os.Stat(c.path); err == nil && info.Mode()&os.ModeSocket != 0 {
			end.Host, end.Source = "unix://"+c.path, c.source
			return end
		}
	}
	return end
}

// socketCandidates returns the sockets of rootless Docker, Docker Desktop and Podman, in
// the order in which they are tried.
func socketCandidates(o Options) []candidate {
	const rootless, desktop, podman = "a rootless socket", "Docker Desktop's socket", "a Podman socket"
	var found []candidate
	runtimeDir, home := o.env("XDG_RUNTIME_DIR"), o.home()
	if runtimeDir != "" {
		found = append(found, candidate{filepath.Join(runtimeDir, "docker.sock"), rootless})
	}
	if home != "" {
		found = append(found,
			candidate{filepath.Join(home, ".docker", "run", "docker.sock"), rootless},
			candidate{filepath.Join(home, ".docker", "desktop", "docker.sock"), desktop})
	}
	if runtimeDir != "" {
		found = append(found, candidate{filepath.Join(runtimeDir, "podman", "podman.sock"), podman})
	}
	return append(found, candidate{o.systemRoot + "/run/podman/podman.sock", podman})
}
