package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/store/files"
)

// Schema is the version of the newest manifests that this program writes. Those without volumes
// are of the first, which older programs read.
const (
	Schema          = 2
	firstSchema     = 1
	schemaOfVolumes = 2
)

const (
	archiveSuffix  = ".tar.zst"
	manifestSuffix = ".json"
	partialSuffix  = ".partial" // for files being written
	lockSuffix     = partialSuffix + ".lock"
)

// Manifest describes the contents of an archive.
type Manifest struct {
	Schema  int       `json:"schema"`
	Name    string    `json:"name"` // name of the backup: the ID of its removal
	At      time.Time `json:"at"`
	Engine  string    `json:"engine"`  // address of the engine
	Archive string    `json:"archive"` // file name of the archive, in the same folder
	Size    int64     `json:"size"`    // size of the archive, in bytes
	Digest  string    `json:"digest"`  // digest of the archive, such as sha256:…
	Images  []Image   `json:"images"`
	Volumes []Volume  `json:"volumes,omitempty"`
	// Blobs maps each blob to its size in bytes. Images share blobs.
	Blobs map[digest.Digest]int64 `json:"blobs"`
}

// Image is an image in an archive.
type Image struct {
	ID         model.ImageID `json:"id"`
	References []string      `json:"references,omitempty"`
	Digests    []string      `json:"digests,omitempty"`
	Size       int64         `json:"size"` // as reported by the engine, in bytes

	// Descriptor describes the image's manifest, or its index of manifests.
	Descriptor v1.Descriptor `json:"descriptor"`
	// Config and Layers are the blobs named in docker's manifest.json. They are empty for an
	// image that the engine describes only by its descriptor.
	Config digest.Digest   `json:"config,omitempty"`
	Layers []digest.Digest `json:"layers,omitempty"`
	// Blobs lists all blobs of the image.
	Blobs []digest.Digest `json:"blobs"`
	// Manifests are the manifests that the archive has with all that they refer to. Versions
	// that did not write them saved some images too that have several.
	Manifests []digest.Digest `json:"manifests,omitempty"`
}

// hasIndex reports whether the image may have several manifests.
func (i *Image) hasIndex() bool {
	return i.Descriptor.MediaType == v1.MediaTypeImageIndex || i.Descriptor.MediaType == mediaTypeDockerList
}

// Complete returns the digests of the manifests that the archive has with all that they refer
// to, as far as is known.
func (i *Image) Complete() []string {
	known := i.Manifests
	if known == nil && !i.hasIndex() {
		known = []digest.Digest{i.Descriptor.Digest} // an image with a single manifest is whole
	}
	digests := make([]string, len(known))
	for at, one := range known {
		digests[at] = string(one)
	}
	return digests
}

// mediaTypeDockerList is the media type of an index in Docker's own format.
const mediaTypeDockerList = "application/vnd.docker.distribution.manifest.list.v2+json"

// Has reports whether the archive contains a thing, or a part of it.
func (m *Manifest) Has(target model.Target) bool {
	return slices.ContainsFunc(m.Images, func(i Image) bool { return i.ID.Target() == target }) ||
		slices.ContainsFunc(m.Volumes, func(v Volume) bool { return model.VolumeTarget(v.Name) == target })
}

// HasAll reports whether the archive contains a thing with every one of some manifests.
func (m *Manifest) HasAll(target model.Target, manifests []model.Manifest) bool {
	return m.Backups().Of(target, manifests) != ""
}

// Covers reports whether the archive contains all that another one has of an image.
func (m *Manifest) Covers(image *Image) bool {
	if !image.hasIndex() {
		return m.Has(image.ID.Target())
	}
	if image.Manifests == nil { // it is not known what of it is whole
		return slices.ContainsFunc(m.Images, func(i Image) bool { return i.ID == image.ID && i.hasBlobs(image.Blobs) })
	}
	var all []model.Manifest
	for _, complete := range image.Complete() {
		all = append(all, model.Manifest{Digest: complete})
	}
	return m.HasAll(image.ID.Target(), all)
}

// hasBlobs reports whether the image has all of some blobs.
func (i *Image) hasBlobs(blobs []digest.Digest) bool {
	return !slices.ContainsFunc(blobs, func(blob digest.Digest) bool { return !slices.Contains(i.Blobs, blob) })
}

// Backups returns what the archive contains of each thing.
func (m *Manifest) Backups() model.Backups {
	backups := model.Backups{}
	for i := range m.Images {
		image := &m.Images[i]
		target := image.ID.Target()
		backups[target] = append(backups[target], model.BackupCopy{Name: m.Name, Manifests: image.Complete()})
	}
	for i := range m.Volumes {
		target := model.VolumeTarget(m.Volumes[i].Name)
		backups[target] = append(backups[target], model.BackupCopy{Name: m.Name, Volume: m.Volumes[i].Model()})
	}
	return backups
}

// Unpacked returns the total size of the blobs and of the volumes, in bytes.
func (m *Manifest) Unpacked() int64 {
	var sum int64
	for _, size := range m.Blobs {
		sum += size
	}
	for i := range m.Volumes {
		sum += m.Volumes[i].Bytes
	}
	return sum
}

// Read reads the manifest of a backup in a folder.
func Read(folder, name string) (*Manifest, error) {
	if !filepath.IsLocal(name) || strings.ContainsAny(name, `/\`) {
		return nil, fmt.Errorf("%q is no name of a backup", name)
	}
	return readManifest(filepath.Join(folder, name+manifestSuffix), name)
}

func readManifest(path, name string) (*Manifest, error) {
	text, err := files.Read(path, maxManifestFile)
	if err != nil {
		return nil, err
	}
	return parseManifest(text, path, name)
}

// parseManifest decodes the manifest of the backup with a name and checks it.
func parseManifest(text []byte, path, name string) (*Manifest, error) {
	m, err := decodeManifest(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	switch {
	case m.Schema < 1:
		return nil, fmt.Errorf("%s is no manifest of a backup", path)
	case m.Schema > Schema:
		return nil, fmt.Errorf("%s was written by a newer jettison (schema %d)", path, m.Schema)
	case m.Name != name || m.Archive != name+archiveSuffix:
		return nil, fmt.Errorf("%s is about another backup", path)
	}
	if err := m.validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// List reads the manifests of all backups in a folder, newest first. It passes errors of
// unreadable manifests to bad. A missing folder has no backups.
func List(folder string, bad func(error)) ([]*Manifest, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for backups: %w", err)
	}
	var found []*Manifest
	for _, entry := range entries {
		name, isManifest := strings.CutSuffix(entry.Name(), manifestSuffix)
		if !isManifest || strings.HasSuffix(name, partialSuffix) || !entry.Type().IsRegular() {
			continue
		}
		m, err := Read(folder, name)
		if err == nil {
			err = Check(folder, m)
		}
		if err != nil {
			bad(err)
			continue
		}
		found = append(found, m)
	}
	slices.SortStableFunc(found, func(a, b *Manifest) int { return b.At.Compare(a.At) })
	return found, nil
}

// Check checks that the archive of a backup exists and has the expected size. Its contents are
// checked only when they are read.
func Check(folder string, m *Manifest) error {
	path := filepath.Join(folder, m.Archive)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() != m.Size {
		return &DamagedError{path, fmt.Sprintf("it has %d bytes where %d were written", info.Size(), m.Size)}
	}
	return nil
}

// Remove deletes a backup. It is no error if the archive is already gone.
func Remove(folder string, m *Manifest) error {
	// Delete the manifest last, because it names what could not be deleted.
	err := os.Remove(filepath.Join(folder, m.Archive))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("delete the backup: %w", err)
	}
	if err := os.Remove(filepath.Join(folder, m.Name+manifestSuffix)); err != nil {
		return fmt.Errorf("delete the backup: %w", err)
	}
	return nil
}
