//go:build !windows

package cli

import "golang.org/x/sys/unix"

// freeBytes is how many bytes can still be written to the disk of a folder by
// someone without privileges.
func freeBytes(folder string) (int64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return 0, err
	}
	return int64(stat.Bavail) * int64(stat.Bsize), nil //nolint:unconvert // its type is another one on macOS
}
