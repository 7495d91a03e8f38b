package archive_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/opencontainers/go-digest"

	"jettison/model"
	"jettison/store/archive"
)

// volumeTar is a tar of files of a few sizes.
func volumeTar(t *testing.T, sizes ...int) []byte {
	t.Helper()
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	for i, size := range sizes {
		must(t, to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "v/" + strings.Repeat("f", i+1), Mode: 0o600, Size: int64(size)}))
		_, err := to.Write(bytes.Repeat([]byte{byte(i)}, size))
		must(t, err)
	}
	must(t, to.Close())
	return buffer.Bytes()
}

func volumeWriter(t *testing.T, folder string) *archive.Writer {
	t.Helper()
	w, err := archive.Create(folder, "backup", "unix:///engine", time.Unix(1e9, 0))
	must(t, err)
	return w
}

// What is in a volume comes out as it came in, whatever its size, beside others.
func TestVolumesAreKept(t *testing.T) {
	folder := t.TempDir()
	w := volumeWriter(t, folder)
	all := map[string][]byte{"small": volumeTar(t, 3), "large": volumeTar(t, 9<<20, 1, 5<<20), "parts": volumeTar(t, 8<<20-3*512)}
	for name, text := range all {
		must(t, w.AddVolumeContent(&model.Volume{Name: name, Driver: "local", Labels: map[string]string{"a": "b"}, Size: 7}, iotest.HalfReader(bytes.NewReader(text))))
	}
	w.AddVolume(&model.Volume{Name: "share", Options: map[string]string{"type": "nfs"}})
	made, err := w.Commit()
	must(t, err)
	must(t, archive.Verify(t.Context(), folder, made))
	m, err := archive.Read(folder, "backup")
	must(t, err)
	if m.Schema != 2 || len(m.Volumes) != 4 || !m.Has(model.VolumeTarget("share")) || m.Has(model.VolumeTarget("other")) {
		t.Fatalf("%+v", m)
	}
	for name, text := range all {
		var out bytes.Buffer
		must(t, archive.WriteVolume(t.Context(), folder, m, name, &out, nil))
		if !bytes.Equal(out.Bytes(), text) {
			t.Errorf("%s: %d bytes came out of %d", name, out.Len(), len(text))
		}
		if copies := m.Backups()[model.VolumeTarget(name)]; len(copies) != 1 || copies[0].Volume.Labels["a"] != "b" {
			t.Errorf("%s: %+v", name, copies)
		}
	}
}

// A tar that ends too early is no backup, wherever it ends, and the others go on without it.
func TestVolumesThatAreCutOff(t *testing.T) {
	whole := volumeTar(t, 700, 5<<20)
	folder := t.TempDir()
	w := volumeWriter(t, folder)
	for name, from := range map[string]io.Reader{
		"nothing":          strings.NewReader(""),
		"in a header":      bytes.NewReader(whole[:100]),
		"in a file":        bytes.NewReader(whole[:512+300]),
		"between files":    bytes.NewReader(whole[:512+1024]), // as a clean end
		"before the end":   bytes.NewReader(whole[:len(whole)-1024]),
		"in the end":       bytes.NewReader(whole[:len(whole)-512]),
		"the engine broke": io.MultiReader(bytes.NewReader(whole[:4096]), iotest.ErrReader(io.ErrUnexpectedEOF)),
		"no tar":           strings.NewReader(strings.Repeat("x", 4096)),
	} {
		if err := w.AddVolumeContent(&model.Volume{Name: name}, from); !errors.Is(err, archive.ErrIncomplete) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, w.AddVolumeContent(&model.Volume{Name: "whole"}, bytes.NewReader(whole)))
	m, err := w.Commit()
	must(t, err)
	var out bytes.Buffer
	must(t, archive.WriteVolume(t.Context(), folder, m, "whole", &out, nil))
	if len(m.Volumes) != 1 || !bytes.Equal(out.Bytes(), whole) {
		t.Errorf("%+v, %d bytes", m.Volumes, out.Len())
	}
}

// A volume that is not as it was saved is told, and its end is never written.
func TestDamagedVolumes(t *testing.T) {
	folder := t.TempDir()
	w := volumeWriter(t, folder)
	must(t, w.AddVolumeContent(&model.Volume{Name: "data"}, bytes.NewReader(volumeTar(t, 100))))
	m, err := w.Commit()
	must(t, err)
	m.Volumes[0].Digest = digest.FromString("other")
	var out bytes.Buffer
	if _, ok := errors.AsType[*archive.DamagedError](archive.WriteVolume(t.Context(), folder, m, "data", &out, nil)); !ok || out.Len() > 0 {
		t.Errorf("%d bytes came out", out.Len())
	}
	must(t, os.Truncate(filepath.Join(folder, m.Archive), m.Size/2))
	if archive.Verify(t.Context(), folder, m) == nil {
		t.Error("half of an archive is whole")
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := archive.WriteVolume(canceled, folder, m, "none", io.Discard, nil); err == nil {
		t.Error("a volume came out that is not there")
	}
}
