package sim

import "jettison/model"

// since reports whether the engine is a Docker of at least a version.
func (e *Engine) since(major, minor int) bool {
	return !e.podman() && e.atLeast(major, minor)
}

// since29 reports whether the engine answers as Docker 29 does: among others, it refuses API
// versions before 1.40 and has a new form of disk usage.
func (e *Engine) since29() bool { return e.since(29, 0) }

// inspectsFiles reports whether the Size of an inspected image has its files in it, not only
// its content: in the containerd store since Docker 29.8.
func (e *Engine) inspectsFiles() bool {
	return e.opts.Store == model.StoreContainerd && e.since(29, 8)
}

func (e *Engine) atLeast(major, minor int) bool {
	gotMajor, gotMinor := apiNumbers(e.opts.Version)
	return gotMajor > major || gotMajor == major && gotMinor >= minor
}
