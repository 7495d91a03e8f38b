package model_test

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"jettison/model"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// id makes an image ID from a word, so that tests can speak of "app" and "base".
func id(word string) model.ImageID {
	return model.ImageID("sha256:" + fmt.Sprintf("%x", word) + strings.Repeat("0", 64-2*len(word)))
}

// img makes an image of 100 MB, 10 MB of it its own.
func img(word, parent string, tags ...string) *model.Image {
	image := &model.Image{ID: id(word), Tags: tags, Created: now.Add(-24 * time.Hour), Size: 100e6, SharedSize: 90e6}
	if parent != "" {
		image.Parent = id(parent)
	}
	return image
}

func container(name, image string, state model.ContainerState) *model.Container {
	return &model.Container{
		ID: model.ContainerID(strings.Repeat(name[:1], 64)), Name: name, Image: id(image), State: state,
		Created: now.Add(-48 * time.Hour), Since: now.Add(-14 * 24 * time.Hour), Size: model.Unknown,
	}
}

func inventory(store model.Store, images []*model.Image, containers ...*model.Container) *model.Inventory {
	return model.NewInventory(model.Engine{Store: store}, now, images, containers, &model.Usage{})
}

func key(word, ref string) model.Key { return model.ImageKey(id(word), ref) }

// randomInventory draws a forest of images with parents, some untagged, some
// with several tags, and containers and pins on a few of them.
func randomInventory(t *rapid.T, store model.Store) *model.Inventory {
	n := rapid.IntRange(1, 30).Draw(t, "images")
	images := make([]*model.Image, n)
	var containers []*model.Container
	var services []*model.Service
	for i := range images {
		parent := ""
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "has parent") > 0 {
			parent = fmt.Sprintf("i%d", rapid.IntRange(0, i-1).Draw(t, "parent"))
		}
		var tags []string
		for tag := range rapid.IntRange(0, 3).Draw(t, "tags") {
			tags = append(tags, fmt.Sprintf("repo%d:%d", i%4, i*10+tag))
		}
		images[i] = img(fmt.Sprintf("i%d", i), parent, tags...)
		images[i].Size = int64(rapid.IntRange(0, 1000).Draw(t, "size"))
		images[i].SharedSize = rapid.Int64Range(-1, images[i].Size).Draw(t, "shared")
		if rapid.IntRange(0, 15).Draw(t, "kept") == 0 {
			images[i].Labels = map[string]string{model.KeepLabel: ""}
		}
		if rapid.IntRange(0, 5).Draw(t, "used") == 0 {
			state := rapid.SampledFrom([]model.ContainerState{model.StateRunning, model.StateExited}).Draw(t, "state")
			c := container("c", fmt.Sprintf("i%d", i), state)
			c.ID = model.ContainerID(fmt.Sprintf("%064d", i))
			c.Size = rapid.Int64Range(-1, 100).Draw(t, "written")
			if rapid.Bool().Draw(t, "mounts") {
				c.Mounts = []string{fmt.Sprintf("repo%d:%d", i%4, rapid.IntRange(0, 10*n).Draw(t, "mounted"))}
			}
			containers = append(containers, c)
		}
		if len(tags) > 0 && rapid.IntRange(0, 9).Draw(t, "served") == 0 {
			services = append(services, &model.Service{ID: model.ServiceID(tags[0]), Name: "web", Image: tags[0]})
		}
	}
	inv := inventory(store, images, containers...).WithServices(services)
	pins := model.Pins{}
	for _, row := range inv.Rows() {
		if rapid.IntRange(0, 9).Draw(t, "pinned") == 0 {
			pins[row.Key()] = model.Pin{Query: "ref:" + row.Ref}
		}
	}
	return inv.WithPins(pins)
}

func randomKeys(t *rapid.T, inv *model.Inventory) []model.Key {
	var keys []model.Key
	for i := range inv.Rows() {
		if rapid.Bool().Draw(t, "marked") {
			keys = append(keys, inv.Rows()[i].Key())
		}
	}
	return keys
}

func anyStore(t *rapid.T) model.Store {
	return rapid.SampledFrom([]model.Store{model.StoreGraph, model.StoreContainerd, model.StorePodman}).Draw(t, "store")
}
