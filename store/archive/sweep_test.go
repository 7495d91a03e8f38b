package archive_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"jettison/store/archive"
)

// The next backup deletes what a killed program left. It keeps backups being written, finished
// backups and foreign files.
func TestSweep(t *testing.T) {
	folder := t.TempDir()
	m := two(t, folder, legacy)
	for _, name := range []string{
		"dead.partial", "dead.partial.json", "dead.partial.blob.123", "dead.partial.lock", "half.tar.zst", "half.partial.json", "half.partial.lock",
		"early.partial.lock", m.Name + ".partial.lock", "theirs.lock", "theirs.partial", "theirs.tar.zst",
	} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600))
	}
	alive, err := archive.Create(folder, "alive", "", at)
	must(t, err)
	other, err := archive.Create(folder, "other", "", at)
	must(t, err)
	if _, err := archive.Create(folder, "alive", "", at); err == nil {
		t.Error("a backup was begun twice")
	}
	other.Abort()
	must(t, alive.Add([]archive.Image{{ID: "sha256:a"}}, bytes.NewReader(layout(t, `{"a":1}`, "layer"))))
	_, err = alive.Commit()
	must(t, err)
	theirs := []string{"theirs.lock", "theirs.partial", "theirs.tar.zst"}
	checkFiles(t, folder, append([]string{m.Name + ".json", m.Name + ".tar.zst", "alive.json", "alive.tar.zst"}, theirs...)...)

	list, err := archive.List(folder, func(err error) { t.Error(err) })
	must(t, err)
	if len(list) != 2 {
		t.Errorf("%d backups", len(list))
	}
	must(t, archive.Remove(folder, m))
	checkFiles(t, folder, append([]string{"alive.json", "alive.tar.zst"}, theirs...)...)
}
