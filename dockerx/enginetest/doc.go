// Package enginetest starts private container engines for tests, and fills
// them with images and containers made on the spot: nothing is pulled, and an
// engine that the test did not start is never spoken to.
//
// A scene is described once, as a modeltest.World. The embedded engine of
// dockerx/sim serves it; a real engine is made to hold the same: images by
// loading one archive, classic builds by the builder, containers by running a
// static busybox that is mounted into them.
//
// # Where real engines come from
//
// `.ci/engines` unpacks them from Debian's packages into the folder that
// JETTISON_ENGINES names, by default jettison-engines in the user's cache
// folder ($XDG_CACHE_HOME or ~/.cache); Podman is the one on PATH. They need
// Linux and root. Where something is missing, tests of that engine are skipped
// in one line that says what. When JETTISON_ENGINES is set they fail instead,
// so that a run which was asked to test them, such as `.ci/run`, can't pass
// without. `go test -short` leaves them out in any case.
//
// # How they live
//
// Each engine has its own data, socket and configuration in a temporary
// folder, and runs in its own process and mount namespaces, together with all
// that it starts. When it is stopped, or when the test process dies however
// hard, the kernel ends every process and mount of the namespace; nothing is
// left but, after a killed test process, the temporary folder.
package enginetest
