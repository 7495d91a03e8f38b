package archive_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/opencontainers/go-digest"

	"jettison/model"
	"jettison/store/archive"
)

// forgery is a backup that somebody else made: an archive of entries, and its manifest.
type forgery struct {
	manifest *archive.Manifest
	entries  []tar.Header
	contents []string
	trailer  string // after the entries, instead of the end of the tar
}

func (f *forgery) add(header tar.Header, content string) {
	header.Mode = 0o644
	if header.Typeflag == tar.TypeReg && header.Size == 0 {
		header.Size = int64(len(content))
	}
	f.entries, f.contents = append(f.entries, header), append(f.contents, content)
}

// forge takes a good backup apart.
func forge(t *testing.T, folder string) *forgery {
	t.Helper()
	m := two(t, folder, layout)
	f := &forgery{manifest: m}
	packed, err := os.ReadFile(filepath.Join(folder, m.Archive))
	must(t, err)
	unzip, err := zstd.NewReader(bytes.NewReader(packed))
	must(t, err)
	defer unzip.Close()
	for entries := tar.NewReader(unzip); ; {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return f
		}
		must(t, err)
		text, err := io.ReadAll(entries)
		must(t, err)
		f.add(tar.Header{Typeflag: tar.TypeReg, Name: header.Name}, string(text))
	}
}

// write writes the backup, with the size and the digest of its archive.
func (f *forgery) write(t *testing.T, folder string) {
	t.Helper()
	var packed bytes.Buffer
	zip, err := zstd.NewWriter(&packed, zstd.WithWindowSize(8<<20))
	must(t, err)
	to := tar.NewWriter(zip)
	for i := range f.entries {
		must(t, to.WriteHeader(&f.entries[i]))
		_, err := io.WriteString(to, f.contents[i])
		must(t, err)
	}
	if f.trailer == "" {
		must(t, to.Close())
	}
	_, err = io.WriteString(zip, f.trailer)
	must(t, errors.Join(err, zip.Close()))
	f.manifest.Size, f.manifest.Digest = int64(packed.Len()), digest.FromBytes(packed.Bytes()).String()
	text, err := json.Marshal(f.manifest)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, f.manifest.Archive), packed.Bytes(), 0o600))
	must(t, os.WriteFile(filepath.Join(folder, f.manifest.Name+".json"), text, 0o600))
}

// entry returns the index of the entry of a blob.
func (f *forgery) entry(blob digest.Digest) int {
	return slices.IndexFunc(f.entries, func(h tar.Header) bool { return h.Name == "blobs/sha256/"+blob.Encoded() })
}

// forgeries are the ways to forge a backup, by what they do.
func forgeries() map[string]func(t *testing.T, f *forgery) {
	first := func(f *forgery, header tar.Header, content string) {
		f.add(header, content)
		last := len(f.entries) - 1
		f.entries = append(f.entries[last:], f.entries[:last]...)
		f.contents = append(f.contents[last:], f.contents[:last]...)
	}
	app := func(f *forgery) *archive.Image { return &f.manifest.Images[0] }
	return map[string]func(t *testing.T, f *forgery){
		"an entry above the folder": func(_ *testing.T, f *forgery) {
			first(f, tar.Header{Typeflag: tar.TypeReg, Name: "../../etc/cron.d/x"}, "* * * * *")
		},
		"an absolute entry": func(_ *testing.T, f *forgery) {
			first(f, tar.Header{Typeflag: tar.TypeReg, Name: "/etc/passwd"}, "root")
		},
		"a link": func(_ *testing.T, f *forgery) {
			first(f, tar.Header{Typeflag: tar.TypeSymlink, Name: "blobs", Linkname: "/etc"}, "")
		},
		"a hard link of a blob": func(_ *testing.T, f *forgery) {
			first(f, tar.Header{Typeflag: tar.TypeLink, Name: "blobs/sha256/" + app(f).Config.Encoded(), Linkname: "/etc/shadow"}, "")
		},
		"a device": func(_ *testing.T, f *forgery) {
			first(f, tar.Header{Typeflag: tar.TypeChar, Name: "blobs/sha256/" + app(f).Config.Encoded(), Devmajor: 1, Devminor: 5}, "")
		},
		"a blob that the manifest has not": func(_ *testing.T, f *forgery) {
			first(f, tar.Header{Typeflag: tar.TypeReg, Name: "blobs/sha256/" + hex("other")}, "other")
		},
		"another blob under a name": func(_ *testing.T, f *forgery) {
			at := f.entry(app(f).Config)
			f.contents[at] = strings.Repeat("x", len(f.contents[at]))
		},
		"a longer blob": func(_ *testing.T, f *forgery) {
			at := f.entry(app(f).Config)
			f.contents[at] += " "
			f.entries[at].Size++
		},
		"a blob less": func(_ *testing.T, f *forgery) {
			at := f.entry(app(f).Config)
			f.entries, f.contents = slices.Delete(f.entries, at, at+1), slices.Delete(f.contents, at, at+1)
		},
		"a bomb before the blobs": func(_ *testing.T, f *forgery) {
			first(f, tar.Header{Typeflag: tar.TypeReg, Name: "oci-layout"}, strings.Repeat("\x00", 256<<20))
		},
		"the configuration of another image": func(_ *testing.T, f *forgery) {
			app(f).Config = f.manifest.Images[1].Config
			app(f).Blobs = append(app(f).Blobs, app(f).Config)
		},
		"the description of another image": func(_ *testing.T, f *forgery) {
			app(f).Descriptor = f.manifest.Images[1].Descriptor
			app(f).Blobs = append(app(f).Blobs, f.manifest.Images[1].Blobs...)
		},
		"other layers": func(_ *testing.T, f *forgery) { app(f).Layers = app(f).Layers[:1] },
		"a blob that is nowhere": func(_ *testing.T, f *forgery) {
			app(f).Blobs = append(app(f).Blobs, digest.FromString("nowhere"))
		},
		"a configuration that is no blob": func(_ *testing.T, f *forgery) {
			app(f).Blobs = slices.DeleteFunc(app(f).Blobs, func(d digest.Digest) bool { return d == app(f).Config })
		},
		"a digest that is a path": func(_ *testing.T, f *forgery) { app(f).Config = "sha256:../../../../etc/passwd" },
		"a digest of another kind": func(_ *testing.T, f *forgery) {
			app(f).Blobs = append(app(f).Blobs, digest.Digest("sha512:"+strings.Repeat("0a", 64)))
		},
		"a size below zero": func(_ *testing.T, f *forgery) { f.manifest.Blobs[app(f).Config] = -1 },
		"sizes beyond counting": func(_ *testing.T, f *forgery) {
			for blob := range f.manifest.Blobs {
				f.manifest.Blobs[blob] = math.MaxInt64
			}
		},
		"no ID":           func(_ *testing.T, f *forgery) { f.manifest.Images[1].ID = "" },
		"another archive": func(_ *testing.T, f *forgery) { f.manifest.Archive = "../../elsewhere.tar.zst" },
		"a header of a bomb": func(_ *testing.T, f *forgery) {
			f.entries, f.contents, f.trailer = nil, nil, strings.Repeat("\x00", 256<<20)
		},
	}
}

// Whatever somebody made a backup say, it is refused, and no archive is complete that an engine
// could load.
func TestForgedBackups(t *testing.T) {
	for name, change := range forgeries() {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			f := forge(t, folder)
			backup := f.manifest.Name
			change(t, f)
			f.write(t, folder)
			m, err := archive.Read(folder, backup)
			var out bytes.Buffer
			if err == nil {
				err = archive.WriteImages(t.Context(), folder, m, []model.ImageID{"sha256:app", "sha256:base"}, &out, nil)
			}
			if err == nil {
				t.Fatal("it was taken out")
			}
			if strings.ContainsAny(err.Error(), "\x00\x1b\n") {
				t.Errorf("%q", err)
			}
			if out.Len() > 1<<20 {
				t.Errorf("%d bytes were taken out", out.Len())
			}
			if bytes.HasSuffix(out.Bytes(), make([]byte, 1024)) {
				t.Error("the archive is complete")
			}
		})
	}
}

// A frame that asks for a window of gigabytes gets none.
func TestFrameWithAHugeWindow(t *testing.T) {
	folder := t.TempDir()
	m := two(t, folder, layout)
	// A frame without a content size whose window is 1 GiB, and a block of one repeated byte
	// (RFC 8878, 3.1.1).
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 20 << 3, 0x03, 0x00, 0x10, 0x00}
	must(t, os.WriteFile(filepath.Join(folder, m.Archive), frame, 0o600))
	m.Size = int64(len(frame))
	err := archive.WriteImages(t.Context(), folder, m, []model.ImageID{"sha256:app"}, io.Discard, nil)
	if _, ok := errors.AsType[*archive.DamagedError](err); !ok || !strings.Contains(err.Error(), "window") {
		t.Error(err)
	}
}

// A manifest of millions of images or blobs that say nothing takes at most ten times the memory
// of its text: a string of three bytes takes a header of sixteen.
func TestManifestOfMillions(t *testing.T) {
	const size = 16 << 20
	for begin, one := range map[string]string{
		`"images":[{}`:                     `,{}`,
		`"images":[{"layers":[""`:          `,""`,
		`"images":[],"blobs":{"a":1`:       `,"a":1`,
		`"images":[],"blobs":{"sha256:":1`: `,"sha256:":1`,
	} {
		folder := t.TempDir()
		closing := map[bool]string{true: "}}", false: "]}"}[strings.Contains(begin, "blobs")]
		if strings.Contains(begin, "layers") {
			closing = "]}]}"
		}
		text := `{"schema":1,"name":"b","archive":"b.tar.zst",` + begin + strings.Repeat(one, size/len(one)) + closing
		must(t, os.WriteFile(filepath.Join(folder, "b.json"), []byte(text), 0o600))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := archive.Read(folder, "b")
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%s: it was read", begin)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 10*size {
			t.Errorf("%s: it takes %d MiB", begin, took>>20)
		}
	}
}
