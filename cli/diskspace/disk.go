// Package diskspace measures disks of this machine: those that hold engines' data, and those
// of folders.
package diskspace

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jettison/model"
	"jettison/model/trend"
)

// FreeOf returns a function that measures the free bytes on the disk with an engine's data. It
// returns model.Unknown if that disk isn't on this machine or isn't known. root is the
// configured data folder; if empty, the one that the engine reports is used.
func FreeOf(root string) func(model.Engine) int64 {
	return func(engine model.Engine) int64 { return Of(root, engine).Free }
}

// Of measures the disk with an engine's data. root is as for FreeOf.
func Of(root string, engine model.Engine) trend.Disk {
	local := strings.HasPrefix(engine.Host, "unix://") || strings.HasPrefix(engine.Host, "npipe://")
	folder := root
	if folder == "" && local {
		folder = rootHere(engine)
	}
	if folder == "" || !local {
		return trend.UnknownDisk()
	}
	disk, err := diskAt(folder)
	if err != nil {
		return trend.UnknownDisk()
	}
	return disk
}

// rootHere returns the engine's data folder if it is on this machine. A local socket may lead
// into a virtual machine, which has folders of the same names.
func rootHere(engine model.Engine) string {
	if name, err := os.Hostname(); err != nil || name != engine.Machine {
		return ""
	}
	return engine.Root
}

// FreeAt returns how many bytes can be written to a folder, which need not exist yet, or
// model.Unknown if that can't be measured.
func FreeAt(folder string) int64 {
	for {
		_, err := os.Stat(folder)
		if above := filepath.Dir(folder); errors.Is(err, fs.ErrNotExist) && above != folder {
			folder = above
			continue
		}
		disk, err := diskAt(folder)
		if err != nil {
			return model.Unknown
		}
		return disk.Free
	}
}
