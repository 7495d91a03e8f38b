//go:build !windows

package diskspace

import (
	"golang.org/x/sys/unix"

	"jettison/model/trend"
)

// diskAt measures the disk of a folder. The free space is what an unprivileged process can
// write.
func diskAt(folder string) (trend.Disk, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return trend.Disk{}, err
	}
	block := int64(stat.Bsize) //nolint:unconvert // Bsize has another type on macOS
	return trend.Disk{Size: int64(stat.Blocks) * block, Free: int64(stat.Bavail) * block}, nil
}
