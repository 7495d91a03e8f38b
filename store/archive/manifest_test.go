package archive_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jettison/store/archive"

	"github.com/charmbracelet/x/exp/golden"
)

// A change of the golden file is a change of the format, which every later version must read.
// The golden file omits fields that depend on the compression.
func TestManifestFormat(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	m := two(t, folder, layout)
	text, err := os.ReadFile(filepath.Join(folder, m.Name+".json"))
	must(t, err)
	golden.RequireEqual(t, strings.NewReplacer(
		m.Digest, "sha256:(of the archive)", fmt.Sprintf(`"size": %d,`, m.Size), `"size": (of the archive),`,
	).Replace(string(text)))
}

func TestListSkipsOtherFiles(t *testing.T) {
	folder := t.TempDir()
	m := two(t, folder, legacy)
	odd := *m
	odd.Name, odd.Archive = "odd", "odd.tar.zst"
	odd.Images = slices.Clone(m.Images)
	odd.Images[0].Config = "abc"
	for name, text := range map[string]string{
		"odd.json": object(t, &odd),
		"cut.json": `{"schema":1`, "newer.json": `{"schema":99}`, "none.json": `{}`, "renamed.json": object(t, m),
		"lonely.json": `{"schema":1,"name":"lonely","archive":"lonely.tar.zst"}`, "note.txt": "hello",
	} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	bad := 0
	list, err := archive.List(folder, func(error) { bad++ })
	must(t, err)
	if len(list) != 1 || bad != 6 {
		t.Errorf("%d backups, %d bad ones", len(list), bad)
	}
	if _, err := archive.Read(folder, "../"+m.Name); err == nil {
		t.Error("a name led out of the folder")
	}
	if list, err := archive.List(filepath.Join(folder, "none"), nil); err != nil || list != nil {
		t.Errorf("%v, %v", list, err)
	}
}
