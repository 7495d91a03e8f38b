//go:build unix

package enginetest

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
)

// LayersOnDisk is the bytes of disk that the layers of a graphdriver store
// take, folders and the rest of each last block included (`du`).
func (e *Engine) LayersOnDisk(t testing.TB) int64 {
	t.Helper()
	var blocks int64
	err := filepath.WalkDir(filepath.Join(e.dir, "data", "overlay2"), func(_ string, entry fs.DirEntry, err error) error {
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
