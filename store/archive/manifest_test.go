package archive_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// A change of the golden file is a change of the format, which every later version has
// to read. What depends on how well the archive is compressed is left out of it.
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
