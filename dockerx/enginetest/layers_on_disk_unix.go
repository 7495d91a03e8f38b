//go:build unix

package enginetest

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
	"time"

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

// LayersAtRest returns LayersOnDisk once the engine has collected its garbage: once two measurements
// are the same.
func (e *Engine) LayersAtRest(t testing.TB) int64 {
	t.Helper()
	const (
		between = 300 * time.Millisecond
		most    = 100
	)
	last := int64(-1)
	for range most {
		now := e.LayersOnDisk(t)
		if now == last {
			return now
		}
		last = now
		time.Sleep(between)
	}
	t.Fatalf("the layers on the disk change all the time, last to %d bytes", last)
	return 0
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
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the engine has just deleted it
		}
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
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
