//go:build unix

package dockerx

import "syscall"

// mostConnections returns how many connections a client opens at most: half of the files that the
// process may open, as the other half is for the journal and backups; 0 for no bound.
func mostConnections() int {
	const least, most = 4, 1 << 20
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return int(min(max(limit.Cur/2, least), most))
}
