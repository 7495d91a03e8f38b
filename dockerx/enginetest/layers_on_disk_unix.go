//go:build unix

package enginetest

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"

	"jettison/model"
)

// LayersOnDisk returns how many bytes of disk a store's layers use as `du` counts them:
// including folders and whole blocks and, in the containerd store, archives and records.
func (e *Engine) LayersOnDisk(t testing.TB) int64 {
	t.Helper()
	var sum int64
	for _, folder := range e.layerFolders() {
		sum += onDisk(t, folder)
	}
	return sum
}

func (e *Engine) layerFolders() []string {
	data := filepath.Join(e.dir, "data")
	switch e.Store {
	case model.StoreContainerd:
		daemon := filepath.Join(data, "containerd", "daemon")
		return []string{
			filepath.Join(daemon, "io.containerd.content.v1.content"),
			filepath.Join(daemon, "io.containerd.snapshotter.v1.overlayfs"),
		}
	case model.StorePodman:
		return []string{data}
	case model.StoreGraph, model.StoreUnknown:
	}
	return []string{filepath.Join(data, "overlay2")}
}

func onDisk(t testing.TB, folder string) int64 {
	t.Helper()
	var blocks int64
	err := filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if stat, ok := info.Sys().(*syscall.Stat_t); ok {
			blocks += stat.Blocks
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const blockSize = 512 // of st_blocks, whatever the file system's (stat(2))
	return blocks * blockSize
}
