package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"jettison/model/layers"
	"jettison/model/reference"
	"jettison/model/size"
)

// Inventory is an immutable snapshot of an engine: its images, containers and
// disk usage, with the indexes that the panes, queries and plans need. What
// its methods return belongs to the inventory and must not be changed.
type Inventory struct {
	Engine Engine
	Taken  time.Time // when the image list was asked for
	Usage  *Usage    // nil until known

	sizes      *layers.Sizes
	unused     *size.Range // see Unused
	images     []*Image    // by ID
	byID       map[ImageID]*Image
	byRef      map[string]*Image
	rows       []Row // visible images; by repository, tag, ID
	visible    int
	containers []*Container
	services   []*Service
	// servicesRefused is why the engine does not tell them; empty when it does.
	servicesRefused string
	unlistedUsers   *UnlistedUsers // nil when they are listed
	users           map[ImageID][]*Container
	servicesOf      map[ImageID][]*Service
	lostMounts      int // mounts of images that nothing tells any more
	children        map[ImageID][]*Image
	volumes         []*Volume // by name
	volumesListed   bool
	volumeUsers     map[string][]*Container
	cache           cacheIndex
	things          map[Kind]map[string]Thing // things that have no index of their own, by their IDs
	pins            Pins
	backups         Backups
	answers         RegistryAnswers
	manifests       ManifestLayers
}

// NewInventory indexes images and containers. It takes ownership of the slices
// (it sorts them) and shares what they point to. usage may be nil.
func NewInventory(engine Engine, taken time.Time, images []*Image, containers []*Container, usage *Usage) *Inventory {
	inv := &Inventory{Engine: engine, Taken: taken, Usage: usage, cache: newCacheIndex(usage)}
	inv.setImages(images)
	inv.setContainers(containers)
	return inv
}

func (inv *Inventory) setImages(images []*Image) {
	slices.SortFunc(images, func(a, b *Image) int { return strings.Compare(string(a.ID), string(b.ID)) })
	inv.images = images
	inv.byID = make(map[ImageID]*Image, len(images))
	inv.byRef = make(map[string]*Image, len(images))
	inv.children = map[ImageID][]*Image{}
	rows := 0
	for _, image := range images {
		inv.byID[image.ID] = image
		for _, tag := range image.Tags {
			inv.byRef[tag] = image
		}
		for _, digest := range image.Digests {
			inv.byRef[digest] = image
		}
		rows += image.rowCount()
		if image.Parent != "" {
			inv.children[image.Parent] = append(inv.children[image.Parent], image)
		}
	}
	inv.rows, inv.visible = make([]Row, 0, rows), 0
	for _, image := range images {
		before := len(inv.rows)
		if inv.rows = inv.appendRows(inv.rows, image); len(inv.rows) > before {
			inv.visible++
		}
	}
	slices.SortFunc(inv.rows, func(a, b Row) int {
		return cmp.Or(strings.Compare(a.Repo, b.Repo), strings.Compare(a.Tag, b.Tag),
			strings.Compare(string(a.Image.ID), string(b.Image.ID)), strings.Compare(a.Ref, b.Ref))
	})
	inv.setUsers()
}

func (inv *Inventory) appendRows(rows []Row, image *Image) []Row {
	for _, ref := range image.Tags {
		repo, tag := reference.Split(ref)
		rows = append(rows, Row{Image: image, Ref: ref, Repo: repo, Tag: tag})
	}
	for _, ref := range image.DigestRefs() {
		repo, _ := reference.Split(ref)
		rows = append(rows, Row{Image: image, Ref: ref, Repo: repo, Tag: None})
	}
	if image.Unnamed() && !inv.Hidden(image) {
		rows = append(rows, Row{Image: image, Repo: None, Tag: None})
	}
	return rows
}

func (inv *Inventory) setContainers(containers []*Container) {
	slices.SortFunc(containers, func(a, b *Container) int { return strings.Compare(string(a.ID), string(b.ID)) })
	inv.containers = containers
	inv.setUsers()
	inv.setVolumeUsers()
}

// WithImages is the inventory with other images.
func (inv *Inventory) WithImages(taken time.Time, images []*Image) *Inventory {
	next := *inv
	next.Taken = taken
	next.setImages(images)
	return &next
}

// WithContainers is the inventory with other containers.
func (inv *Inventory) WithContainers(containers []*Container) *Inventory {
	next := *inv
	next.setContainers(containers)
	return &next
}

// WithThings is the inventory with other things of a kind that is neither images nor
// containers.
func (inv *Inventory) WithThings(kind Kind, things []Thing) *Inventory {
	next := *inv
	byID := make(map[string]Thing, len(things))
	for _, thing := range things {
		byID[thing.Target().ID] = thing
	}
	next.things = maps.Clone(inv.things)
	if next.things == nil {
		next.things = map[Kind]map[string]Thing{}
	}
	next.things[kind] = byID
	return &next
}

// other finds a thing of such a kind.
func (inv *Inventory) other(target Target) (Thing, bool) {
	thing, ok := inv.things[target.Kind][target.ID]
	return thing, ok
}

// WithUsage is the inventory with other disk usage.
func (inv *Inventory) WithUsage(usage *Usage) *Inventory {
	next := *inv
	next.Usage, next.cache = usage, newCacheIndex(usage)
	return &next
}

// WithLayerSizes is the inventory with other bytes of layers.
func (inv *Inventory) WithLayerSizes(sizes *layers.Sizes) *Inventory {
	next := *inv
	next.sizes = sizes
	return &next
}

// LayerSizes are the bytes of the layers, nil when none are known.
func (inv *Inventory) LayerSizes() *layers.Sizes { return inv.sizes }

// WithEngine is the inventory with another engine's name and store.
func (inv *Inventory) WithEngine(engine Engine) *Inventory {
	next := *inv
	next.Engine = engine
	return &next
}

// Images are all images, by ID, hidden parents included.
func (inv *Inventory) Images() []*Image { return inv.images }

// Image finds an image by its ID.
func (inv *Inventory) Image(id ImageID) (*Image, bool) {
	image, ok := inv.byID[id]
	return image, ok
}

// ByRef finds the image that a familiar reference (tag or digest) names.
func (inv *Inventory) ByRef(ref string) (*Image, bool) {
	image, ok := inv.byRef[ref]
	return image, ok
}

// Rows are the references and untagged images that a person can see and mark,
// by repository, tag and ID.
func (inv *Inventory) Rows() []Row { return inv.rows }

// Containers are all containers, by ID.
func (inv *Inventory) Containers() []*Container { return inv.containers }

// Children are the images that name an image as their parent.
func (inv *Inventory) Children(id ImageID) []*Image { return inv.children[id] }

// Hidden reports whether an image is an intermediate step of a classic build,
// which docker lists only with --all: it has no name and other images name it
// as their parent.
func (inv *Inventory) Hidden(image *Image) bool {
	return len(image.Tags) == 0 && len(image.Digests) == 0 && len(inv.children[image.ID]) > 0
}

// Dangling reports whether an image is dangling as its engine means it: it has no
// reference, or on a graphdriver store no tag.
func (inv *Inventory) Dangling(image *Image) bool {
	return len(image.Tags) == 0 && (inv.Engine.Store == StoreGraph || image.Unnamed())
}

// Visible returns the number of images that are not Hidden.
func (inv *Inventory) Visible() int { return inv.visible }
