// Package enginetest starts private container engines for tests and fills them with images and
// containers made on the spot. Nothing is pulled, and no engine is contacted that the test did
// not start.
//
// A scene is described once, as a modeltest.World. The embedded engine of dockerx/sim serves
// it directly. A real engine is filled to match: images are loaded from one archive, classic
// builds are built by the builder, and containers run a static busybox that is mounted into
// them.
//
// # Where real engines come from
//
// `.ci/engines` unpacks them from Debian's packages into the folder that JETTISON_ENGINES
// names, by default jettison-engines in the user's cache folder ($XDG_CACHE_HOME or ~/.cache),
// and builds there what Debian does not have. Podman 4 is the one on PATH. They need Linux and
// root, and a quarter of an hour for all tests: these run only if JETTISON_ENGINES is set, as in
// `.ci/run`, and fail then if something is missing. `go test -short` leaves them out.
//
// # How they run
//
// Each engine has its own data, socket and configuration in a temporary folder, and runs in
// its own process and mount namespaces, together with everything that it starts. When the
// engine is stopped, or when the test process dies in any way, the kernel ends every process
// and mount of the namespace. Nothing remains, except the temporary folder if the test process
// was killed.
package enginetest
