package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/opencontainers/go-digest"

	"jettison/model"
)

// Volume is a volume in an archive. What is in it is one tar, in parts that are entries of the
// archive, since its length is not known before it has been read.
type Volume struct {
	Name    string            `json:"name"`
	Driver  string            `json:"driver"`
	Options map[string]string `json:"options,omitempty"` // of the driver
	Labels  map[string]string `json:"labels,omitempty"`
	Created time.Time         `json:"created"`
	Size    int64             `json:"size"` // as reported by the engine, in bytes; -1 if it was not measured
	// Content is whether the archive has what was in the volume. A volume whose options name what
	// it mounts has none: that is not the engine's.
	Content bool          `json:"content"`
	Entry   int           `json:"entry"`            // the folder of its parts
	Digest  digest.Digest `json:"digest,omitempty"` // of the tar
	Bytes   int64         `json:"bytes"`            // of the tar
}

// volumeOf describes a volume of an engine.
func volumeOf(v *model.Volume) Volume {
	return Volume{Name: v.Name, Driver: v.Driver, Options: v.Options, Labels: v.Labels, Created: v.Created, Size: v.Size}
}

// Model returns the volume as it was when it was saved. Anybody may have written the manifest: its
// texts are cleaned.
func (v *Volume) Model() *model.Volume {
	return &model.Volume{
		Name: model.Clean(v.Name), Driver: model.Clean(v.Driver), Options: cleaned(v.Options), Labels: cleaned(v.Labels),
		Created: v.Created, Size: v.Size, Users: model.Unknown,
	}
}

func cleaned(all map[string]string) map[string]string {
	clean := make(map[string]string, len(all))
	for key, value := range all {
		clean[model.Clean(key)] = model.Clean(value)
	}
	return clean
}

const (
	volumesFolder = "volumes/"
	// volumePart is the most bytes of a part.
	volumePart = 4 << 20
)

// partName is the name of a part of the volume at an index.
func partName(volume, part int) string { return fmt.Sprintf("%s%d/%d", volumesFolder, volume, part) }

// AddVolume adds a volume without what is in it.
func (w *Writer) AddVolume(v *model.Volume) {
	w.manifest.Schema = schemaOfVolumes
	w.manifest.Volumes = append(w.manifest.Volumes, volumeOf(v))
}

// ErrIncomplete is the error of a volume whose tar can't be read, or does not end as one must.
var ErrIncomplete = errors.New("not all of the volume came")

// AddVolumeContent adds a volume with the tar of what is in it, which it reads to its end. If the
// error is ErrIncomplete, the backup goes on without the volume; after any other error it is
// unusable.
func (w *Writer) AddVolumeContent(v *model.Volume, from io.Reader) error {
	added := volumeOf(v)
	added.Content, added.Entry = true, w.tried
	w.tried++
	sum := digest.Canonical.Digester()
	read := readThrough()
	body := io.TeeReader(from, io.MultiWriter(sum.Hash(), read))
	for part, buffer := 0, make([]byte, volumePart); ; part++ {
		n, err := fill(body, buffer)
		if n > 0 {
			if err := w.write(partName(added.Entry, part), int64(n), bytes.NewReader(buffer[:n])); err != nil {
				read.stop(err)
				return err
			}
			added.Bytes += int64(n)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			read.stop(err)
			return fmt.Errorf("%w: %w", ErrIncomplete, err)
		}
	}
	if err := read.end(); err != nil {
		return fmt.Errorf("%w: %w", ErrIncomplete, err)
	}
	added.Digest = sum.Digest()
	w.manifest.Schema = schemaOfVolumes
	w.manifest.Volumes = append(w.manifest.Volumes, added)
	return nil
}

// fill reads until a buffer is full or the input ends. Its error is io.EOF only at a clean end.
func fill(from io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var read int
		read, err = from.Read(buffer[n:])
		n += read
	}
	return n, err
}

// tarReader reads a tar through while it is written somewhere else: each header, each file, and its
// end. A tar may be cut off between two files, which looks like its end but for the two blocks of
// zeros that end it.
type tarReader struct {
	*io.PipeWriter
	done chan error
}

const tarBlock = 512

func readThrough() *tarReader {
	from, to := io.Pipe()
	r := &tarReader{to, make(chan error, 1)}
	go func() {
		err := readTar(from)
		if err == nil {
			_, err = io.Copy(io.Discard, from) // what fills the last record
		}
		_ = from.CloseWithError(err)
		r.done <- err
	}()
	return r
}

// readTar reads all entries and the end of a tar.
func readTar(from io.Reader) error {
	var read counter
	entries := tar.NewReader(io.TeeReader(from, &read))
	for {
		if _, err := io.Copy(io.Discard, entries); err != nil { //nolint:gosec // nothing of it is kept
			return err
		}
		next := (read + tarBlock - 1) / tarBlock * tarBlock // where the next entry begins
		_, err := entries.Next()
		switch {
		case errors.Is(err, io.EOF) && read-next < 2*tarBlock:
			return errors.New("its archive has no end")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// stop gives up the reading.
func (r *tarReader) stop(err error) {
	_ = r.CloseWithError(err)
	_ = r.end() // which is that error
}

// end waits until all is read, and returns an error unless it was a whole tar.
func (r *tarReader) end() error {
	_ = r.Close()
	return <-r.done
}

// volume finds a volume of the archive.
func (m *Manifest) volume(name string) *Volume {
	for i := range m.Volumes {
		if m.Volumes[i].Name == name {
			return &m.Volumes[i]
		}
	}
	return nil
}

// WriteVolume writes the tar of what was in a volume; nothing for a volume of which the archive has
// no content. Its end is written only once all of it was compared with its digest: on a mismatch it
// returns a *DamagedError before, and no engine takes the tar for whole. told receives the bytes
// read so far, out of Unpacked; it may be nil.
func WriteVolume(ctx context.Context, folder string, m *Manifest, name string, to io.Writer, told func(read int64)) error {
	v := m.volume(name)
	switch {
	case v == nil:
		return fmt.Errorf("the backup %s has no volume %s", m.Name, name)
	case !v.Content:
		return nil
	}
	in, closeArchive, err := open(folder, m)
	if err != nil {
		return err
	}
	defer closeArchive()
	c := volumeCopier{path: filepath.Join(folder, m.Archive), in: in, out: to, told: told}
	return c.copy(ctx, v)
}

// volumeCopier copies the parts of a volume.
type volumeCopier struct {
	path string
	in   *tar.Reader
	out  io.Writer
	read int64 // bytes of entries
	told func(int64)
}

func (c *volumeCopier) copy(ctx context.Context, v *Volume) error {
	verifier := v.Digest.Verifier()
	var held []byte // the last part that was read
	for left, part := v.Bytes, 0; left > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		header, err := c.in.Next()
		if errors.Is(err, io.EOF) {
			return &DamagedError{c.path, fmt.Sprintf("%d bytes of the volume %s are missing", left, v.Name)}
		}
		if err != nil {
			return &DamagedError{c.path, err.Error()}
		}
		if !strings.HasPrefix(header.Name, volumesFolder) || header.Name != partName(v.Entry, part) {
			c.tell(header.Size)
			continue
		}
		if header.Typeflag != tar.TypeReg || header.Size > min(left, volumePart) || header.Size == 0 {
			return &DamagedError{c.path, fmt.Sprintf("%q is no part of the volume %s", header.Name, v.Name)}
		}
		if _, err := c.out.Write(held); err != nil {
			return err
		}
		held = make([]byte, header.Size)
		if _, err := io.ReadFull(c.in, held); err != nil {
			return &DamagedError{c.path, err.Error()}
		}
		_, _ = verifier.Write(held) // a hash takes everything
		left -= header.Size
		part++
		c.tell(header.Size)
	}
	if !verifier.Verified() {
		return &DamagedError{c.path, "the volume " + v.Name + " is not as it was saved"}
	}
	_, err := c.out.Write(held)
	return err
}

func (c *volumeCopier) tell(read int64) {
	c.read += read
	if c.told != nil {
		c.told(c.read)
	}
}

// Verify reads the volumes of a backup back from the disk and compares them with what the engine
// sent.
func Verify(ctx context.Context, folder string, m *Manifest) error {
	for i := range m.Volumes {
		if err := WriteVolume(ctx, folder, m, m.Volumes[i].Name, io.Discard, nil); err != nil {
			return err
		}
	}
	return nil
}
