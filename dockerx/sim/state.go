package sim

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/distribution/reference"

	"jettison/model"
	"jettison/model/modeltest"
)

// state is the world with the indexes that keep every request fast. The
// engine's mutex guards it.
type state struct {
	world      *modeltest.World // what is loaded later is made here
	images     map[model.ImageID]*image
	ids        []model.ImageID // sorted, for finding by prefix
	refs       map[string]*image
	containers map[model.ContainerID]*container
	names      map[string]*container
	// holders counts, for each layer by its index, the images and containers
	// whose uppermost layer it is and the layers that stand directly on it: a
	// layer without holders is released.
	holders []int32
	store   model.Store
	// gone are images that were deleted, and registry those that ever had a digest
	// reference, by that.
	gone     map[model.ImageID]*modeltest.Image
	registry map[string]model.ImageID
	// contents are what was put into volumes, and sizes what those of the world take, by name.
	contents map[string][]volumeFile
	sizes    map[string]int64
}

// image is an image with what the engine keeps about it.
type image struct {
	*modeltest.Image
	children int
	digest   string                           // of its manifest; empty where it is not known, or part of each reference
	users    map[model.ContainerID]*container // created from it; nil for none
	mounters map[model.ContainerID]*container // that mount it; nil for none
	named    map[string]time.Time             // when it was given tags, in the containerd store
}

// container is a container with the uppermost layer of its image, which it
// holds even when the image is deleted.
type container struct {
	*modeltest.Container
	top     *modeltest.Layer
	mounted []*modeltest.Layer // uppermost layers of the images that it mounts
	// mountedAt are the names of the volumes that it mounts, by their folders.
	mountedAt map[string]string
}

func newState(world *modeltest.World, store model.Store) *state {
	st := &state{
		world:      world,
		store:      store,
		images:     make(map[model.ImageID]*image, len(world.Images)),
		ids:        make([]model.ImageID, 0, len(world.Images)),
		refs:       make(map[string]*image, len(world.Images)),
		containers: make(map[model.ContainerID]*container, len(world.Containers)),
		names:      make(map[string]*container, len(world.Containers)),
		gone:       map[model.ImageID]*modeltest.Image{},
		registry:   map[string]model.ImageID{},
		contents:   map[string][]volumeFile{},
		sizes:      map[string]int64{},
		holders:    make([]int32, world.Layers),
	}
	for _, i := range world.Images {
		st.index(i)
		st.ids = append(st.ids, i.ID)
	}
	slices.Sort(st.ids)
	for _, i := range world.Images {
		if parent, ok := st.images[i.Parent]; ok {
			parent.children++
		}
	}
	for _, c := range world.Containers {
		st.addContainer(c)
	}
	for _, v := range world.Volumes {
		st.sizes[v.Name] = v.Size
	}
	// From here on the indexes hold the state.
	world.Images, world.Containers = nil, nil
	return st
}

// index adds an image to all indexes but the sorted IDs.
func (st *state) index(made *modeltest.Image) *image {
	img := &image{Image: made}
	st.images[made.ID] = img
	for _, ref := range made.Digests {
		st.registry[ref] = made.ID
		if st.store == model.StoreContainerd { // which calls it by its ID there
			st.registry[repoOf(ref)+"@"+string(made.ID)] = made.ID
		}
	}
	st.nameDigests(img)
	for _, ref := range made.Tags {
		st.refs[ref] = img
	}
	for _, ref := range made.Digests {
		st.refs[ref] = img
		st.registry[ref] = made.ID
	}
	st.hold(made.History.Top())
	return img
}

// nameDigests leaves an image the digests that are references of their own: all on
// graphdriver stores, those of repositories without a tag on others, which derive the rest
// from the references. In the containerd store the digest is the image's ID.
func (st *state) nameDigests(img *image) {
	if !derivesDigests(st.store) {
		return
	}
	known := model.Image{Tags: img.Tags, Digests: img.Digests}
	for _, ref := range img.Digests {
		_, img.digest, _ = strings.Cut(ref, "@")
	}
	img.Digests = slices.Clone(known.DigestRefs())
	if st.store == model.StoreContainerd {
		img.digest = string(img.ID)
		for i, ref := range img.Digests {
			img.Digests[i] = repoOf(ref) + "@" + img.digest
		}
	}
}

// derivesDigests reports whether a store lists digest references of its own among the tags,
// and derives digests from all references.
func derivesDigests(store model.Store) bool {
	return store == model.StoreContainerd || store == model.StorePodman
}

// hold adds a holder to a layer, and creates the layer if it is the first.
func (st *state) hold(layer *modeltest.Layer) {
	for ; layer != nil; layer = layer.Below {
		if grow := layer.Index + 1 - len(st.holders); grow > 0 {
			st.holders = append(st.holders, make([]int32, grow)...)
		}
		st.holders[layer.Index]++
		if st.holders[layer.Index] > 1 {
			return
		}
	}
}

// release takes a holder from a layer and returns the layers that go, the
// uppermost first.
func (st *state) release(layer *modeltest.Layer) []*modeltest.Layer {
	var released []*modeltest.Layer
	for ; layer != nil; layer = layer.Below {
		st.holders[layer.Index]--
		if st.holders[layer.Index] > 0 {
			break
		}
		released = append(released, layer)
	}
	return released
}

// addImage adds an image that was made later.
func (st *state) addImage(made *modeltest.Image) *image {
	img := st.index(made)
	at, _ := slices.BinarySearch(st.ids, made.ID)
	st.ids = slices.Insert(st.ids, at, made.ID)
	if parent, ok := st.images[made.Parent]; ok {
		parent.children++
	}
	return img
}

// dropImage removes an image without references and returns the layers that go with it.
func (st *state) dropImage(img *image) []*modeltest.Layer {
	delete(st.images, img.ID)
	st.gone[img.ID] = img.Image
	if at, found := slices.BinarySearch(st.ids, img.ID); found {
		st.ids = slices.Delete(st.ids, at, at+1)
	}
	if parent, ok := st.images[img.Parent]; ok {
		parent.children--
	}
	return st.release(img.History.Top())
}

// untag takes a reference from the image that has it.
func (st *state) untag(img *image, ref string) {
	delete(st.refs, ref)
	same := func(r string) bool { return r == ref }
	img.Tags = slices.DeleteFunc(img.Tags, same)
	img.Digests = slices.DeleteFunc(img.Digests, same)
}

// tag gives an image a tag, taking it from the image that had it.
func (st *state) tag(img *image, ref string) {
	if old, ok := st.refs[ref]; ok && old != img {
		st.untag(old, ref)
	}
	st.refs[ref] = img
	if !slices.Contains(img.Tags, ref) {
		img.Tags = append(img.Tags, ref)
	}
}

func (st *state) addContainer(made *modeltest.Container) *container {
	c := &container{Container: made, mountedAt: map[string]string{}}
	st.containers[c.ID] = c
	st.names[c.Name] = c
	st.holdMounts(c)
	img, ok := st.images[c.Image]
	if !ok {
		return c
	}
	if img.users == nil {
		img.users = map[model.ContainerID]*container{}
	}
	img.users[c.ID] = c
	c.top = img.History.Top()
	st.hold(c.top)
	return c
}

// dropContainer removes a container.
func (st *state) dropContainer(c *container) {
	delete(st.containers, c.ID)
	delete(st.names, c.Name)
	if img, ok := st.images[c.Image]; ok {
		delete(img.users, c.ID)
	}
	for _, img := range st.images {
		delete(img.mounters, c.ID)
	}
	st.release(c.top)
	for _, top := range c.mounted {
		st.release(top)
	}
}

// found is an image with the name by which it was found.
type found struct {
	image *image
	// ref is the familiar reference that named it; empty if an ID did.
	ref string
}

// find resolves a name as the engine does: as a reference first, then as an ID or a prefix
// of one. Its errors are the engine's.
func (st *state) find(name string) (found, *apiError) {
	if img, ok := st.refs[name]; ok {
		return found{img, name}, nil
	}
	parsed, err := reference.ParseAnyReference(name)
	if err != nil {
		return found{}, &apiError{http.StatusBadRequest, err.Error()}
	}
	missing := parsed.String()
	if named, ok := parsed.(reference.Named); ok {
		missing = reference.FamiliarString(reference.TagNameOnly(named))
		if img, ok := st.refs[missing]; ok {
			return found{img, missing}, nil
		}
		if img, ok := st.byRepoDigest(named); ok {
			return found{img, missing}, nil
		}
	}
	if img, ok := st.byID(name); ok {
		return found{image: img}, nil
	}
	return found{}, &apiError{http.StatusNotFound, "No such image: " + missing}
}

// byRepoDigest finds the image that "repo@digest" means in the containerd
// store: the one with that ID, if the repository has a reference to it.
func (st *state) byRepoDigest(named reference.Named) (*image, bool) {
	canonical, ok := named.(reference.Canonical)
	if !ok || st.store != model.StoreContainerd {
		return nil, false
	}
	img, ok := st.images[model.ImageID(canonical.Digest())]
	if !ok {
		return nil, false
	}
	repo := reference.FamiliarName(named)
	return img, slices.ContainsFunc(img.refs(), func(ref string) bool { return repoOf(ref) == repo })
}

// byID finds the only image whose ID has the prefix, with or without "sha256:".
func (st *state) byID(prefix string) (*image, bool) {
	hex := strings.TrimPrefix(prefix, "sha256:")
	if hex == "" {
		return nil, false
	}
	id := model.ImageID("sha256:" + hex)
	at, _ := slices.BinarySearch(st.ids, id)
	if at == len(st.ids) || !strings.HasPrefix(string(st.ids[at]), string(id)) {
		return nil, false
	}
	if at+1 < len(st.ids) && strings.HasPrefix(string(st.ids[at+1]), string(id)) {
		return nil, false
	}
	return st.images[st.ids[at]], true
}

// refCount is how many references an image has, tags and digests.
func (i *image) refCount() int { return len(i.Tags) + len(i.Digests) }

// hidden reports whether only all=1 lists the image: an intermediate step of a
// classic build.
func (i *image) hidden() bool { return i.refCount() == 0 && i.children > 0 }

// user returns a container that uses the image and is running, or is not; nil for none. Of
// several it returns the one with the lowest ID, so that answers are reproducible.
func (i *image) user(running bool) *container {
	var first *container
	for _, c := range i.users {
		if c.State.Running() == running && (first == nil || c.ID < first.ID) {
			first = c
		}
	}
	return first
}

// anyUser returns a container that was created from the image; nil for none.
func (i *image) anyUser() *container {
	if c := i.user(true); c != nil {
		return c
	}
	return i.user(false)
}

// anyHolder returns a container that was created from the image or mounts it; nil for none.
// Engines look for those that mount it only when they are asked to remove its last name.
func (i *image) anyHolder() *container {
	if c := i.anyUser(); c != nil {
		return c
	}
	for _, c := range i.mounters {
		return c
	}
	return nil
}
