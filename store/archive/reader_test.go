package archive_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/store/archive"
)

// Whatever the damage to a file, reading it gives the original contents, or an error and an
// incomplete archive.
func TestDamage(t *testing.T) {
	folder := t.TempDir()
	m := two(t, folder, layout)
	path := filepath.Join(folder, m.Archive)
	whole, err := os.ReadFile(path)
	must(t, err)
	all := []model.ImageID{"sha256:app", "sha256:base"}
	var want bytes.Buffer
	must(t, archive.WriteImages(t.Context(), folder, m, all, &want, nil))
	rapid.Check(t, func(r *rapid.T) {
		damaged := bytes.Clone(whole)
		if rapid.Bool().Draw(r, "cut") {
			damaged = damaged[:rapid.IntRange(0, len(damaged)-1).Draw(r, "length")]
		} else {
			at := rapid.IntRange(0, len(damaged)-1).Draw(r, "at")
			damaged[at] ^= byte(rapid.IntRange(1, 255).Draw(r, "by"))
		}
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			r.Fatal(err)
		}
		var out bytes.Buffer
		err := archive.WriteImages(t.Context(), folder, m, all, &out, nil)
		if err == nil {
			if !bytes.Equal(out.Bytes(), want.Bytes()) {
				r.Fatal("something else came out")
			}
			return
		}
		if _, ok := errors.AsType[*archive.DamagedError](err); !ok {
			r.Fatalf("%T %v", err, err)
		}
	})
}
