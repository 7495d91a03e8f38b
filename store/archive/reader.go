package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/opencontainers/go-digest"

	"jettison/model"
	"jettison/model/words"
	"jettison/store/files"
)

// DamagedError means that an archive does not match its manifest.
type DamagedError struct {
	Path string
	Why  string
}

// Error says what is wrong with which file.
func (e *DamagedError) Error() string { return "the backup is damaged: " + e.Why + " (" + e.Path + ")" }

// WriteImages writes images of a backup as an archive that an engine can load. The archive has
// no image names; the caller sets them afterwards. Each blob is checked against its digest. On
// a mismatch WriteImages returns a *DamagedError before the archive is complete, so that the
// engine loads nothing. told receives the bytes read so far, out of Unpacked; it may be nil.
func WriteImages(ctx context.Context, folder string, m *Manifest, ids []model.ImageID, to io.Writer, told func(read int64)) (err error) {
	chosen, wanted, err := choose(m, ids)
	if err != nil {
		return err
	}
	path := filepath.Join(folder, m.Archive)
	in, closeArchive, err := open(folder, m)
	if err != nil {
		return err
	}
	defer closeArchive()
	out := tar.NewWriter(to)
	err = writeLayout(chosen, false, func(name string, text []byte) error {
		return copyEntry(out, name, int64(len(text)), bytes.NewReader(text))
	})
	if err != nil {
		return err
	}
	c := copier{
		ctx: ctx, path: path, in: in, out: out, blobs: m.Blobs, wanted: wanted, told: told,
		volumes: m.Volumes, contents: contents{},
	}
	if err := c.copyBlobs(); err != nil {
		return err
	}
	for i := range chosen {
		if err := c.check(&chosen[i]); err != nil {
			return &DamagedError{path, err.Error()}
		}
	}
	return out.Close()
}

// open returns the entries of the archive of a backup, which is as long as its manifest says.
func open(folder string, m *Manifest) (entries *tar.Reader, closeArchive func(), err error) {
	file, err := files.Open(filepath.Join(folder, m.Archive))
	if err != nil {
		return nil, nil, fmt.Errorf("read the backup: %w", err)
	}
	closeFile := func() { _ = file.Close() } // only read
	if err := Check(folder, m); err != nil {
		closeFile()
		return nil, nil, err
	}
	// No frame of an archive needs a larger window, and one that says so takes no memory.
	unzip, err := zstd.NewReader(bufio.NewReaderSize(file, writes), zstd.WithDecoderMaxWindow(window), zstd.WithDecoderConcurrency(1))
	if err != nil {
		closeFile()
		return nil, nil, fmt.Errorf("read the backup: %w", err)
	}
	return tar.NewReader(&upTo{unzip, m.largest()}), func() { unzip.Close(); closeFile() }, nil
}

// choose returns the images with the given IDs, and their blobs.
func choose(m *Manifest, ids []model.ImageID) ([]Image, map[digest.Digest]bool, error) {
	var chosen []Image
	wanted := map[digest.Digest]bool{}
	for _, id := range ids {
		found := false
		for i := range m.Images {
			if m.Images[i].ID != id {
				continue
			}
			found = true
			chosen = append(chosen, m.Images[i])
			for _, blob := range m.Images[i].Blobs {
				wanted[blob] = true
			}
		}
		if !found {
			return nil, nil, fmt.Errorf("the backup %s has no image %s", m.Name, id)
		}
	}
	return chosen, wanted, nil
}

// copier copies selected blobs of an archive.
type copier struct {
	ctx     context.Context //nolint:containedctx // limited to one call of WriteImages
	path    string
	in      *tar.Reader
	out     *tar.Writer
	blobs   map[digest.Digest]int64 // what the archive may have
	wanted  map[digest.Digest]bool
	volumes []Volume // that it has besides
	contents
	read int64
	told func(int64)
}

func (c *copier) copyBlobs() error {
	for len(c.wanted) > 0 {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		header, err := c.in.Next()
		if errors.Is(err, io.EOF) {
			return &DamagedError{c.path, fmt.Sprintf("%s of it are missing", words.Plural(len(c.wanted), "blob"))}
		}
		if err != nil {
			return &DamagedError{c.path, err.Error()}
		}
		encoded, isBlob := strings.CutPrefix(header.Name, blobsFolder)
		name := digest.NewDigestFromEncoded(digest.SHA256, encoded)
		size, known := c.blobs[name]
		switch {
		case strings.HasPrefix(header.Name, volumesFolder) && header.Typeflag == tar.TypeReg && len(c.volumes) > 0:
			c.tell(header.Size)
			continue
		case !isBlob && !isLayoutFile(header.Name), isBlob && !known, header.Typeflag != tar.TypeReg:
			return &DamagedError{c.path, fmt.Sprintf("it has %q, which is no part of it", header.Name)}
		case isBlob && size != header.Size:
			return &DamagedError{c.path, fmt.Sprintf("%s has %d bytes there instead of %d", name, header.Size, size)}
		case !c.wanted[name]:
			c.tell(header.Size)
			continue
		}
		if err := c.copyBlob(name, header); err != nil {
			return err
		}
		delete(c.wanted, name)
	}
	return nil
}

func (c *copier) tell(read int64) {
	c.read += read
	if c.told != nil {
		c.told(c.read)
	}
}

// copyBlob copies a blob. It withholds the last bytes until the digest matches.
func (c *copier) copyBlob(name digest.Digest, header *tar.Header) error {
	verifier := name.Verifier()
	var small bytes.Buffer // the blob, if it may be a manifest
	to := io.Writer(verifier)
	if header.Size <= maxManifest {
		to = io.MultiWriter(verifier, &small)
	}
	checked := &checkedReader{copier: c, from: io.TeeReader(c.in, to), left: header.Size, check: func() error {
		if !verifier.Verified() {
			return &DamagedError{c.path, fmt.Sprintf("what it has as %s is something else", name)}
		}
		c.add(name, small.Bytes())
		return nil
	}}
	if header.Size == 0 {
		if err := checked.check(); err != nil { // reads nothing from content
			return err
		}
	}
	return copyEntry(c.out, header.Name, header.Size, checked)
}

// checkedReader withholds the last bytes of a blob until its digest is checked.
type checkedReader struct {
	copier *copier
	from   io.Reader
	left   int64
	check  func() error
}

// Read implements io.Reader.
func (r *checkedReader) Read(p []byte) (int, error) {
	if err := r.copier.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	r.left -= int64(n)
	r.copier.tell(int64(n))
	if err != nil && !errors.Is(err, io.EOF) {
		return n, &DamagedError{r.copier.path, err.Error()}
	}
	if r.left == 0 && n > 0 {
		if failed := r.check(); failed != nil {
			return 0, failed
		}
	}
	return n, err
}

func copyEntry(to *tar.Writer, name string, size int64, content io.Reader) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatPAX}
	if err := to.WriteHeader(header); err != nil {
		return err
	}
	_, err := io.Copy(to, content)
	return err
}
