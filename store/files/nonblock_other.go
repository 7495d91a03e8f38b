//go:build !unix

package files

// nonblock is zero where no path is that of a pipe on which an open waits.
const nonblock = 0
