package model

import (
	"slices"
	"strings"

	"github.com/distribution/reference"
)

// An image has users, which are lost or broken without it: containers that were created
// from it, containers that mount it, and swarm services that name it. All that asks whether
// something uses an image asks here.

// Users are the containers, running or not, that use an image: those created from it and
// those that mount it.
func (inv *Inventory) Users(id ImageID) []*Container { return inv.users[id] }

// ServicesOf are the swarm services that name an image, now or before their last update.
func (inv *Inventory) ServicesOf(id ImageID) []*Service { return inv.servicesOf[id] }

// InUse reports whether anything uses an image.
func (inv *Inventory) InUse(id ImageID) bool { return len(inv.users[id])+len(inv.servicesOf[id]) > 0 }

// ImagesOf are the images of the inventory that a container uses: the one that it was
// created from, then those that it mounts.
func (inv *Inventory) ImagesOf(c *Container) []*Image {
	var images []*Image
	if own, ok := inv.byID[c.Image]; ok {
		images = append(images, own)
	}
	for _, name := range c.Mounts {
		if image, ok := inv.Named(name); ok && !slices.Contains(images, image) {
			images = append(images, image)
		}
	}
	return images
}

// CreatedFrom reports whether the container was created from an image, rather than mounts
// it.
func (c *Container) CreatedFrom(id ImageID) bool { return c.Image == id }

// setUsers finds the users of all images by their names.
func (inv *Inventory) setUsers() {
	inv.users = make(map[ImageID][]*Container, len(inv.containers))
	inv.servicesOf, inv.lostMounts = map[ImageID][]*Service{}, 0
	for _, c := range inv.containers {
		inv.users[c.Image] = append(inv.users[c.Image], c)
		for _, name := range c.Mounts {
			image, ok := inv.Named(name)
			if !ok || !inv.mounted(c, name, image) {
				inv.lostMounts++
			}
			if ok && !slices.Contains(inv.users[image.ID], c) {
				inv.users[image.ID] = append(inv.users[image.ID], c)
			}
		}
	}
	for _, s := range inv.services {
		for _, name := range s.names() {
			if image, ok := inv.Named(name); ok && !slices.Contains(inv.servicesOf[image.ID], s) {
				inv.servicesOf[image.ID] = append(inv.servicesOf[image.ID], s)
			}
		}
	}
}

// mounted reports whether the image that a name stands for is the one that a container
// mounts. Docker mounts what the name stood for when the container was created, and nothing
// tells what that was once the name is another image's, as it may be when the time of its
// last tag is not known.
func (inv *Inventory) mounted(c *Container, name string, image *Image) bool {
	if isIDOf(name, image) {
		return true
	}
	return !image.LastTagged.IsZero() && !image.LastTagged.After(c.Created) && !image.Created.After(c.Created)
}

// Named finds the image that a name stands for as engines do: a reference as it is written,
// or an ID or its beginning.
func (inv *Inventory) Named(name string) (*Image, bool) {
	if image, ok := inv.byRef[name]; ok {
		return image, true
	}
	if named, err := reference.ParseNormalizedNamed(name); err == nil {
		if image, ok := inv.byRef[familiarName(named)]; ok {
			return image, true
		}
	}
	return inv.byPrefix(name)
}

// familiarName is a parsed reference as image lists have it: a digest counts more than a
// tag, and the tag is "latest" when there is neither.
func familiarName(named reference.Named) string {
	if digested, ok := named.(reference.Digested); ok {
		return reference.FamiliarName(named) + "@" + digested.Digest().String()
	}
	return reference.FamiliarString(reference.TagNameOnly(named))
}

// leastPrefix is how many digits of an ID stand for it.
const leastPrefix = 4

// byPrefix finds the only image whose ID begins so, with "sha256:" or without.
func (inv *Inventory) byPrefix(name string) (*Image, bool) {
	hex := strings.TrimPrefix(name, "sha256:")
	if len(hex) < leastPrefix || !isHex(hex) {
		return nil, false
	}
	id := "sha256:" + hex
	at, _ := slices.BinarySearchFunc(inv.images, id, func(image *Image, id string) int { return strings.Compare(string(image.ID), id) })
	begins := func(at int) bool { return at < len(inv.images) && strings.HasPrefix(string(inv.images[at].ID), id) }
	if !begins(at) || begins(at+1) {
		return nil, false
	}
	return inv.images[at], true
}

// isIDOf reports whether a name is the ID of an image, or its beginning.
func isIDOf(name string, image *Image) bool {
	hex := strings.TrimPrefix(name, "sha256:")
	return len(hex) >= leastPrefix && strings.HasPrefix(strings.TrimPrefix(string(image.ID), "sha256:"), hex)
}

// needs reports whether a name that stands for an image does so by one of refs alone, so
// that it stands for nothing once these are gone and only others keep the image.
func needs(name string, image *Image, refs, keeps []string) bool {
	if isIDOf(name, image) {
		return false
	}
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return false
	}
	stands := func(ref string) bool { return ref == familiarName(named) }
	if _, ok := named.(reference.Digested); ok {
		// The digest goes with the last reference of its repository.
		repo := reference.FamiliarName(named)
		stands = func(ref string) bool {
			rest, ok := strings.CutPrefix(ref, repo)
			return ok && (strings.HasPrefix(rest, "@") || strings.HasPrefix(rest, ":") && !strings.Contains(rest, "/"))
		}
	}
	return slices.ContainsFunc(refs, stands) && !slices.ContainsFunc(keeps, stands)
}

// strandedServices are the services that name an image by one of refs, and by none of those
// that are kept.
func (inv *Inventory) strandedServices(image *Image, refs, keeps []string) []*Service {
	var found []*Service
	for _, s := range inv.servicesOf[image.ID] {
		stranded := func(name string) bool {
			of, ok := inv.Named(name)
			return ok && of == image && needs(name, image, refs, keeps)
		}
		if slices.ContainsFunc(s.names(), stranded) {
			found = append(found, s)
		}
	}
	return found
}

// strandedContainers are the containers that were created by one of refs, or mount the image
// by it, and can't be created so again once only others are kept.
func (inv *Inventory) strandedContainers(image *Image, refs, keeps []string) []*Container {
	var found []*Container
	for _, c := range inv.users[image.ID] {
		names := slices.Clone(c.Mounts)
		if c.CreatedFrom(image.ID) {
			names = append(names, c.ImageRef)
		}
		stranded := func(name string) bool {
			of, ok := inv.Named(name)
			return ok && of == image && needs(name, image, refs, keeps)
		}
		if slices.ContainsFunc(names, stranded) {
			found = append(found, c)
		}
	}
	return found
}
