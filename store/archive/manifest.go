package archive

import (
	"encoding/json"
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
)

// Schema is the version of the manifests that this program writes.
const Schema = 1

const (
	archiveSuffix  = ".tar.zst"
	manifestSuffix = ".json"
	partialSuffix  = ".partial" // of what is being written
	lockSuffix     = partialSuffix + ".lock"
)

// Manifest says what an archive holds.
type Manifest struct {
	Schema  int       `json:"schema"`
	Name    string    `json:"name"` // of the backup: the ID of the removal it was made for
	At      time.Time `json:"at"`
	Engine  string    `json:"engine"`  // its address
	Archive string    `json:"archive"` // the name of the file beside this one
	Size    int64     `json:"size"`    // of the archive, in bytes
	Digest  string    `json:"digest"`  // of the archive, such as sha256:…
	Images  []Image   `json:"images"`
	// Blobs are the size of each blob in bytes. What the images share is there once.
	Blobs map[digest.Digest]int64 `json:"blobs"`
}

// Image is an image of an archive.
type Image struct {
	ID         model.ImageID `json:"id"`
	References []string      `json:"references,omitempty"`
	Digests    []string      `json:"digests,omitempty"`
	Size       int64         `json:"size"` // as the engine said it, in bytes

	// Descriptor is that of its manifest, or of its index of manifests.
	Descriptor v1.Descriptor `json:"descriptor"`
	// Config and Layers are what docker's manifest.json names, by their blobs. Empty
	// for an image that the engine describes by its descriptor alone.
	Config digest.Digest   `json:"config,omitempty"`
	Layers []digest.Digest `json:"layers,omitempty"`
	// Blobs are all that belong to it.
	Blobs []digest.Digest `json:"blobs"`
}

// Has reports whether the archive has an image.
func (m *Manifest) Has(id model.ImageID) bool {
	return slices.ContainsFunc(m.Images, func(i Image) bool { return i.ID == id })
}

// Unpacked is how many bytes its blobs have.
func (m *Manifest) Unpacked() int64 {
	var sum int64
	for _, size := range m.Blobs {
		sum += size
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
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
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
	return &m, nil
}

// validate looks whether all digests are some: they become names of files.
func (m *Manifest) validate() error {
	check := func(all ...digest.Digest) error {
		for _, one := range all {
			if err := one.Validate(); err != nil || one.Algorithm() != digest.SHA256 {
				return fmt.Errorf("%q is no SHA-256 digest", one)
			}
		}
		return nil
	}
	for i := range m.Images {
		image := &m.Images[i]
		err := errors.Join(check(image.Descriptor.Digest), check(image.Layers...), check(image.Blobs...))
		if image.Config != "" {
			err = errors.Join(err, check(image.Config))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// List reads the manifests of all backups in a folder, the newest first. Those that
// can't be read are handed to bad. A folder that is not there has none.
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

// Check looks whether the archive of a backup is there, with all its bytes. Whether
// they are the right ones shows when it is read.
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

// Remove deletes a backup, also one whose archive is gone already.
func Remove(folder string, m *Manifest) error {
	// The manifest goes last: it names what could not be deleted.
	err := os.Remove(filepath.Join(folder, m.Archive))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("delete the backup: %w", err)
	}
	if err := os.Remove(filepath.Join(folder, m.Name+manifestSuffix)); err != nil {
		return fmt.Errorf("delete the backup: %w", err)
	}
	return nil
}
