//go:build !windows

package diskspace

import (
	"golang.org/x/sys/unix"

	"jettison/model/trend"
)

// diskAt is the disk of a folder. What is free is what someone without privileges
// can still write.
func diskAt(folder string) (trend.Disk, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return trend.Disk{}, err
	}
	block := int64(stat.Bsize) //nolint:unconvert // its type is another one on macOS
	return trend.Disk{Size: int64(stat.Blocks) * block, Free: int64(stat.Bavail) * block}, nil
}
