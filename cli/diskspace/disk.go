// Package diskspace measures disks of this machine: those where engines keep their data,
// and those of folders.
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

// FreeOf measures how many bytes are free where an engine keeps its data; it answers
// model.Unknown when that is not on this machine or not told. root is the configured
// folder, empty for the one that the engine names.
func FreeOf(root string) func(model.Engine) int64 {
	return func(engine model.Engine) int64 { return Of(root, engine).Free }
}

// Of is the disk where an engine keeps its data, as FreeOf measures it.
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

// rootHere is the folder of the engine's data if it is one of this machine: a
// local socket may lead into a virtual machine, which has folders of the same
// names.
func rootHere(engine model.Engine) string {
	if name, err := os.Hostname(); err != nil || name != engine.Machine {
		return ""
	}
	return engine.Root
}

// FreeAt is how many bytes can be written to a folder that need not exist yet; it is
// model.Unknown when that can't be measured.
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
