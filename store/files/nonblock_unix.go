//go:build unix

package files

import "syscall"

// nonblock keeps an open from waiting.
const nonblock = syscall.O_NONBLOCK
