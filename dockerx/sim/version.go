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

// honorsNoprune reports whether Podman leaves untagged parents alone when it is asked to.
func (e *Engine) honorsNoprune() bool { return e.podman() && e.atLeast(4, 6) }

// sparesRunning reports whether Podman removes no running containers when the deletion of their
// image is forced.
func (e *Engine) sparesRunning() bool { return e.podman() && e.atLeast(5, 6) }

func (e *Engine) atLeast(major, minor int) bool { return atLeast(e.opts.Version, major, minor) }

// atLeast compares versions such as "5.8.6".
func atLeast(version string, major, minor int) bool {
	gotMajor, gotMinor := apiNumbers(version)
	return gotMajor > major || gotMajor == major && gotMinor >= minor
}

// newestAPI returns the newest version of the API that an engine of a version speaks.
func newestAPI(store model.Store, version string) string {
	switch {
	case store == model.StorePodman && atLeast(version, 5, 8):
		return "1.44"
	case store == model.StorePodman, !atLeast(version, 23, 0):
		return "1.41"
	case atLeast(version, 29, 0):
		return "1.56"
	}
	return "1.51"
}

// builder is the version of the builder that a ping tells; empty for none.
func (e *Engine) builder() string {
	switch {
	case e.podman() && e.atLeast(5, 6):
		return "1"
	case e.podman(), e.legacy:
		return ""
	}
	return "2"
}
