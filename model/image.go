package model

import (
	"strings"
	"time"

	"jettison/model/layers"
	"jettison/model/reference"
	"jettison/model/size"
)

// ImageID is an engine's identity of an image, "sha256:" and 64 hex digits.
type ImageID string

// Short is the 12 hex digits that docker shows.
func (id ImageID) Short() string { return shortHex(string(id)) }

// ContainerID is an engine's identity of a container, 64 hex digits.
type ContainerID string

// Short is the 12 hex digits that docker shows.
func (id ContainerID) Short() string { return shortHex(string(id)) }

func shortHex(id string) string {
	if _, hex, ok := strings.Cut(id, ":"); ok {
		id = hex
	}
	if len(id) > 12 {
		return id[:12]
	}
	return id
}

// Unknown is the value of a byte or item count that the engine has not told.
const Unknown int64 = -1

// Image is one image ID with what the engine's list says of it. Images are
// shared between inventories and never changed after they were put into one.
type Image struct {
	ID      ImageID
	Parent  ImageID  // the parent that the engine names; empty when it names none
	Tags    []string // familiar references "repo:tag", sorted
	Digests []string // familiar references "repo@sha256:…", sorted
	// DigestNames are those of Digests that the engine lists as names of their own
	// beside the tags, sorted; nil where it does not tell, see DigestRefs.
	DigestNames []string
	Created     time.Time
	// LastTagged is when a tag was last given on this host; zero where the engine knows of
	// none, or while TagTimeRead is false.
	LastTagged time.Time
	Size       int64 // bytes, layers shared with others included
	// SharedSize is the bytes of layers that other images have too, or Unknown.
	SharedSize int64
	// OwnBytes bounds the bytes that no other image has where SharedSize can't tell
	// them, once Inventory.WithCountedLayers worked them out; zero before and elsewhere.
	OwnBytes size.Range
	Labels   map[string]string
	// TagTimeRead is true once the engine was asked for LastTagged, and until an event
	// says that it may have changed.
	TagTimeRead bool
	Layered     bool
	// MayLoseLayerFiles is true when the files of the image's layers may go although
	// the image stays: they came with images built on it, and go with those.
	// Inventory.WithCountedLayers finds it out in the containerd store, and it stays true when
	// those images are gone.
	MayLoseLayerFiles bool
	// Top is the uppermost layer, nil until the layers were loaded (or when the
	// image has none; Layered tells the two apart).
	Top *layers.Layer
	// Record is the bytes that the store keeps of the image beside its layers, such
	// as its configuration and manifests; zero where these don't count, or while
	// they are not known.
	Record size.Range
	// Content is the bytes of Record and of the archives of the layers; zero as
	// Record is.
	Content int64
	// OtherPlatforms is the bytes at most that the store keeps of the image for other
	// platforms than the one that Top and Content describe: archives, files and records,
	// which other images may share.
	OtherPlatforms int64
	// Manifests are what the image consists of, in the order of its index; nil where the
	// engine does not tell.
	Manifests []Manifest
}

// Unnamed reports whether the image has no reference, neither tag nor digest.
func (i *Image) Unnamed() bool { return len(i.Tags) == 0 && len(i.DigestRefs()) == 0 }

// Unique is the bytes of layers that no other image has, within bounds when
// the engine has not told how much is shared.
func (i *Image) Unique() size.Range {
	if i.SharedSize < 0 {
		return size.Range{Min: 0, Max: i.Size}
	}
	return size.Exact(max(0, i.Size-i.SharedSize))
}

// Name is the first tag, or the first digest reference in short, or the short ID.
func (i *Image) Name() string {
	if len(i.Tags) > 0 {
		return i.Tags[0]
	}
	if digests := i.DigestRefs(); len(digests) > 0 {
		return reference.Short(digests[0])
	}
	return i.ID.Short()
}
