//go:build !unix

package dockerx

// mostConnections returns 0: the system has no bound that a process could ask for.
func mostConnections() int { return 0 }
