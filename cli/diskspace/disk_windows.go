package diskspace

import (
	"golang.org/x/sys/windows"

	"jettison/model/trend"
)

// diskAt measures the disk of a folder. The free space is what the current user can write.
func diskAt(folder string) (trend.Disk, error) {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return trend.Disk{}, err
	}
	var free, size uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, &size, nil); err != nil {
		return trend.Disk{}, err
	}
	return trend.Disk{Size: int64(size), Free: int64(free)}, nil
}
