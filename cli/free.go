package cli

import (
	"os"
	"strings"

	"jettison/model"
	"jettison/model/trend"
)

// freeSpace measures how many bytes are free where an engine keeps its data; it
// answers model.Unknown when that is not on this machine or not told. root is
// the configured folder, empty for the one that the engine names.
func freeSpace(root string) func(model.Engine) int64 {
	return func(engine model.Engine) int64 { return diskOf(root, engine).Free }
}

// diskOf is the disk where an engine keeps its data, as freeSpace measures it.
func diskOf(root string, engine model.Engine) trend.Disk {
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

// freeBytes is how many bytes can still be written to the disk of a folder.
func freeBytes(folder string) (int64, error) {
	disk, err := diskAt(folder)
	return disk.Free, err
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
