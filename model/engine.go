package model

import (
	"strconv"
	"strings"
)

// Store is an engine's way of keeping images. It decides what a removal does and
// how exactly its bytes can be known.
type Store uint8

// The stores that jettison tells apart.
const (
	// StoreUnknown is an engine that has not answered yet.
	StoreUnknown Store = iota
	// StoreGraph is dockerd with a graphdriver such as overlay2.
	StoreGraph
	// StoreContainerd is dockerd with the containerd image store.
	StoreContainerd
	// StorePodman is Podman's Docker-compatible service.
	StorePodman
)

// String names the store in errors and tests; documents have names of their own.
func (s Store) String() string {
	switch s {
	case StoreGraph:
		return "graphdriver"
	case StoreContainerd:
		return "containerd store"
	case StorePodman:
		return "podman"
	case StoreUnknown:
	}
	return "unknown store"
}

// Exact reports whether the bytes of a set of images can be known to the byte.
func (s Store) Exact() bool { return s == StoreGraph }

// MeasuresImages reports whether the engine's disk usage has the bytes that its images
// take. Podman says that they take none.
func (s Store) MeasuresImages() bool { return s != StorePodman }

// RefusesParents reports whether the store refuses to delete an image that
// other images name as their parent.
func (s Store) RefusesParents() bool { return s == StoreGraph }

// PrunesParents reports whether the store deletes an untagged image along with the last image
// that was built on it. Podman does so unasked before 4.6.
func (s Store) PrunesParents() bool { return s == StoreGraph || s == StorePodman }

// Engine says which engine answered.
type Engine struct {
	Name       string // the docker context, or the host when no context is in use
	Host       string // the address, as DOCKER_HOST writes it
	Product    string // "Docker" or "Podman"
	Version    string // the engine's version
	APIVersion string // the negotiated API version
	Driver     string // the storage driver, such as "overlay2"
	Store      Store
	ID         string // by which the engine calls itself, on whatever address; empty when it has none
	Machine    string // the name of the host that it runs on; empty when it did not tell
	Root       string // the folder there in which it keeps its data; empty when it did not tell
}

// ListScope returns the name under which the image list of the engine is kept. It is empty
// for an engine that can't be told from others. Podman has no ID: it goes by where it is
// reached and where it keeps its images.
func (e Engine) ListScope() string {
	if e.ID == "" && e.Store == StorePodman && e.Root != "" {
		return strings.Join([]string{e.Product, e.Host, e.Machine, e.Root}, " ")
	}
	return e.ID
}

// tellsShared reports whether an image gives back at least what the engine says
// that it does not share. Before Docker 29 the containerd store counts shared
// snapshots and no shared content; Podman says that nothing is shared.
func (e Engine) tellsShared() bool {
	return e.Store == StoreGraph || e.Store == StoreContainerd && e.MajorVersion() >= 29
}

// MajorVersion is the first number of the engine's version; 0 when it has none.
func (e Engine) MajorVersion() int {
	major, _, _ := strings.Cut(e.Version, ".")
	n, err := strconv.Atoi(major)
	if err != nil {
		return 0
	}
	return n
}

// atLeast reports whether the engine's version is at least major.minor.
func (e Engine) atLeast(major, minor int) bool {
	_, rest, _ := strings.Cut(e.Version, ".")
	second, _, _ := strings.Cut(rest, ".")
	has, err := strconv.Atoi(second)
	if err != nil {
		has = 0
	}
	return e.MajorVersion() > major || e.MajorVersion() == major && has >= minor
}

// overhead is more than the configuration and the manifest of an image take, in
// bytes: sizes of the containerd store have them in.
const overhead = 32 << 10

// bounds are the least and the most that deleting an image among others gives
// back, in bytes. The bytes of an untagged parent stay where the store
// does not delete it along.
func (inv *Inventory) bounds(image *Image) (least, most int64) {
	if inv.Engine.tellsShared() {
		least = image.Unique().Min
	}
	most = image.Size
	if parent, ok := inv.byID[image.Parent]; ok && inv.Engine.Store == StoreContainerd && inv.Hidden(parent) {
		most = max(least, min(most, image.Size-parent.Size+overhead))
	}
	return least, most
}

// MeasuresWritten reports whether the engine's figure of its images has in it what containers
// have written. Before Docker 29, that of the containerd store is of all snapshots, those of
// containers among them (moby, daemon/containerd/image_snapshot.go, LayerDiskUsage).
func (e Engine) MeasuresWritten() bool {
	return e.Store == StoreContainerd && e.MajorVersion() < 29
}
