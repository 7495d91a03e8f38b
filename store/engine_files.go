package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// engineName returns a name for the files of an engine, whatever its ID is made of.
func engineName(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}

// keepNewest deletes all but the newest files that match a pattern. They are caches: what
// can't be deleted stays.
func keepNewest(pattern string, n int) {
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) <= n {
		return
	}
	type aged struct {
		path string
		info fs.FileInfo
	}
	var files []aged
	for _, path := range paths {
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
			files = append(files, aged{path, info})
		}
	}
	slices.SortFunc(files, func(a, b aged) int {
		return cmp.Or(b.info.ModTime().Compare(a.info.ModTime()), cmp.Compare(a.path, b.path))
	})
	for _, file := range files[min(n, len(files)):] {
		_ = os.Remove(file.path)
	}
}
