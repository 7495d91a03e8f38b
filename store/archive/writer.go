package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"time"

	"github.com/distribution/reference"
	"github.com/gofrs/flock"
	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/model/size"
	"jettison/store"
	"jettison/store/files"
)

const (
	// annotationName is the annotation with which containerd names images in an OCI layout.
	annotationName = "io.containerd.image.name"
	// spoolInMemory is the largest size, in bytes, at which a blob of unknown digest is kept in
	// memory.
	spoolInMemory = 8 << 20
	// writes is the size of the write buffer, in bytes.
	writes = 1 << 20
)

// Writer writes one backup. Nothing is visible before Commit, and nothing remains after Abort.
// A Writer must not be used by several goroutines at once.
type Writer struct {
	folder   string
	manifest Manifest

	tried  int // volumes whose content was begun
	lock   *flock.Flock
	file   *os.File
	sum    digest.Digester // of the file
	size   counter         // of the file
	buffer *bufio.Writer
	zip    *zipper
	tar    *tar.Writer
}

// counter counts bytes.
type counter int64

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// Create begins a backup in a folder. It creates the folder if needed and deletes what
// interrupted backups left there. engine is the address of the engine that the images are
// saved from.
func Create(folder, name, engine string, now time.Time) (_ *Writer, err error) {
	_, absent := os.Stat(folder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of backups: %w", err)
	}
	if absent != nil {
		if err := store.SyncFolder(filepath.Dir(folder)); err != nil {
			return nil, fmt.Errorf("make the folder of backups: %w", err)
		}
	}
	if err := Sweep(folder); err != nil {
		return nil, err
	}
	w := &Writer{folder: folder, sum: digest.Canonical.Digester(), manifest: Manifest{
		Schema: firstSchema, Name: name, At: now, Engine: engine, Archive: name + archiveSuffix, Blobs: map[digest.Digest]int64{},
	}}
	w.lock, err = lockName(folder, name)
	if err != nil {
		return nil, fmt.Errorf("begin the backup: %w", err)
	}
	if w.lock == nil {
		return nil, fmt.Errorf("begin the backup: %s is being written by another process", name)
	}
	defer func() {
		if err != nil {
			w.Abort()
		}
	}()
	w.file, err = os.OpenFile(w.path(partialSuffix), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("begin the backup: %w", err)
	}
	w.buffer = bufio.NewWriterSize(io.MultiWriter(w.file, w.sum.Hash(), &w.size), writes)
	w.zip, err = newZipper(w.buffer, defaultSettings())
	if err != nil {
		return nil, fmt.Errorf("begin the backup: %w", err)
	}
	w.tar = tar.NewWriter(w.zip)
	return w, nil
}

func (w *Writer) path(suffix string) string { return filepath.Join(w.folder, w.manifest.Name+suffix) }

// Add reads an engine's save of one or more images. about holds their IDs, names and sizes. If
// the error is ErrMixed, the images may be added one by one instead; after any other error the
// backup is unusable.
func (w *Writer) Add(about []Image, from io.Reader) error {
	s, err := readSaved(from, w.put)
	if err != nil {
		return err
	}
	added := make([]Image, 0, len(about))
	for _, image := range about {
		part := s
		if len(about) > 1 {
			if part, err = s.part(image.ID); err != nil {
				return err
			}
		}
		one, err := part.describe(func(blob digest.Digest) int64 { return w.manifest.Blobs[blob] }, w.put)
		switch {
		case err != nil && len(about) > 1:
			return fmt.Errorf("%w: %w", ErrMixed, err) // the image may be fine alone, or be the one at fault
		case err != nil:
			return err
		}
		one.ID, one.References, one.Digests, one.Size = image.ID, image.References, image.Digests, image.Size
		added = append(added, one)
	}
	w.manifest.Images = append(w.manifest.Images, added...)
	return nil
}

// put adds a blob unless it is already there. name is its digest, or empty if unknown. A
// digest that does not match the content is an error.
func (w *Writer) put(name digest.Digest, size int64, content io.Reader) (digest.Digest, error) {
	if name == "" {
		return w.spool(size, content)
	}
	if _, there := w.manifest.Blobs[name]; there {
		return name, nil
	}
	verifier := name.Verifier()
	if err := w.write(blobsFolder+name.Encoded(), size, io.TeeReader(content, verifier)); err != nil {
		return "", err
	}
	if !verifier.Verified() {
		return "", fmt.Errorf("the engine sent something else than %s: its store is damaged", name)
	}
	w.manifest.Blobs[name] = size
	return name, nil
}

// spool adds a blob of unknown digest, storing it temporarily to compute the digest.
func (w *Writer) spool(size int64, content io.Reader) (digest.Digest, error) {
	sum := digest.Canonical.Digester()
	if size <= spoolInMemory {
		text, err := io.ReadAll(io.TeeReader(content, sum.Hash()))
		if err != nil {
			return "", err
		}
		return w.put(sum.Digest(), size, bytes.NewReader(text))
	}
	file, err := os.CreateTemp(w.folder, w.manifest.Name+partialSuffix+".blob.*")
	if err != nil {
		return "", err
	}
	defer func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}()
	if _, err := io.Copy(io.MultiWriter(file, sum.Hash()), content); err != nil {
		return "", err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	return w.put(sum.Digest(), size, file)
}

func (w *Writer) write(name string, size int64, content io.Reader) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatPAX}
	if err := w.tar.WriteHeader(header); err != nil {
		return err
	}
	_, err := io.Copy(w.tar, content)
	return err
}

// Written returns the compressed size of the archive so far, in bytes.
func (w *Writer) Written() int64 { return int64(w.size) }

// Commit completes the archive, syncs both files to disk and gives them their final names. If
// it returns an error, nothing remains of the backup.
func (w *Writer) Commit() (_ *Manifest, err error) {
	defer func() {
		if err != nil {
			w.Abort()
			err = fmt.Errorf("end the backup: %w", err)
		}
	}()
	if err := w.writeLayout(w.manifest.Images, true); err != nil {
		return nil, err
	}
	if err := errors.Join(w.tar.Close(), w.zip.Close(), w.buffer.Flush(), w.file.Sync(), w.file.Close()); err != nil {
		return nil, err
	}
	w.manifest.Size, w.manifest.Digest = int64(w.size), string(w.sum.Digest())
	told, err := w.writeManifest()
	if err != nil {
		return nil, err
	}
	// Rename the manifest last: without it there is no backup.
	err = os.Rename(w.path(partialSuffix), w.path(archiveSuffix))
	if err == nil {
		err = os.Rename(told, w.path(manifestSuffix))
	}
	if err == nil {
		err = store.SyncFolder(w.folder)
	}
	if err != nil {
		_ = os.Remove(told)
		_ = os.Remove(w.path(archiveSuffix))
		_ = os.Remove(w.path(manifestSuffix))
		return nil, err
	}
	unlockName(w.lock)
	return &w.manifest, nil
}

func (w *Writer) writeManifest() (path string, err error) {
	text, err := json.MarshalIndent(&w.manifest, "", "  ")
	if err != nil {
		return "", err
	}
	text = append(text, '\n')
	if len(text) > maxManifestFile {
		return "", errors.New("it has more images than one backup can describe")
	}
	// What could not be read again is no backup.
	if _, err := parseManifest(text, w.path(manifestSuffix), w.manifest.Name); err != nil {
		return "", fmt.Errorf("it could not be read again: %w", err)
	}
	path = w.path(partialSuffix + manifestSuffix)
	file, err := files.OpenFlags(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(path)
		return "", err
	}
	return path, nil
}

// Abort discards a backup. Nothing remains of it.
func (w *Writer) Abort() {
	if w.zip != nil {
		w.zip.abort()
	}
	if w.file != nil {
		_ = w.file.Close()
	}
	_ = os.Remove(w.path(partialSuffix))
	unlockName(w.lock)
}

// writeLayout writes the metadata for engines that read OCI layouts and for docker's own
// format.
func writeLayout(images []Image, named bool, write func(name string, text []byte) error) error {
	index := v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageIndex, Manifests: []v1.Descriptor{}}
	docker := []dockerEntry{}
	for i := range images {
		image := &images[i]
		names := image.References
		if !named {
			names = nil
		}
		index.Manifests = append(index.Manifests, describedAs(image.Descriptor, names)...)
		if image.Config == "" {
			continue
		}
		entry := dockerEntry{Config: blobsFolder + image.Config.Encoded(), RepoTags: names, Layers: []string{}}
		for _, layer := range image.Layers {
			entry.Layers = append(entry.Layers, blobsFolder+layer.Encoded())
		}
		docker = append(docker, entry)
	}
	files := []struct {
		name    string
		content any
	}{
		{v1.ImageLayoutFile, v1.ImageLayout{Version: v1.ImageLayoutVersion}},
		{v1.ImageIndexFile, index},
		{dockerFile, docker},
	}
	for _, file := range files {
		if file.name == dockerFile && len(docker) == 0 {
			continue
		}
		text, err := json.Marshal(file.content)
		if err != nil {
			return err
		}
		if err := write(file.name, text); err != nil {
			return err
		}
	}
	return nil
}

// describedAs returns the descriptors of an image, one for each name.
func describedAs(d v1.Descriptor, names []string) []v1.Descriptor {
	var all []v1.Descriptor
	for _, name := range names {
		named, err := reference.ParseNormalizedNamed(name)
		if err != nil {
			continue
		}
		one := d
		one.Annotations = map[string]string{annotationName: named.String()}
		maps.Copy(one.Annotations, d.Annotations)
		if tagged, ok := named.(reference.Tagged); ok {
			one.Annotations[v1.AnnotationRefName] = tagged.Tag()
		}
		all = append(all, one)
	}
	if all == nil {
		return []v1.Descriptor{d}
	}
	return all
}

func (w *Writer) writeLayout(images []Image, named bool) error {
	return writeLayout(images, named, func(name string, text []byte) error {
		return w.write(name, int64(len(text)), bytes.NewReader(text))
	})
}

// Room returns an upper bound, in bytes, on the size of a backup of images: its unpacked
// contents, each layer once where the layers are known, plus the metadata.
func Room(images []*model.Image, layers size.Range) int64 {
	const each, whole = 64 << 10, 16 << 20
	var sizes int64
	for _, image := range images {
		sizes += max(0, image.Size)
	}
	if layers.Max > 0 && layers.Max < sizes {
		sizes = layers.Max
	}
	return sizes + each*int64(len(images)) + whole
}

// RoomOfVolumes returns an upper bound, in bytes, on the size of a backup of volumes, as far as the
// engine measured them.
func RoomOfVolumes(volumes []*model.Volume) int64 {
	const whole = 16 << 20
	room := int64(whole)
	for _, v := range volumes {
		if !v.Mounted() {
			room += max(0, v.Size) + max(0, v.Size)/64 // with headers of small files
		}
	}
	return room
}
