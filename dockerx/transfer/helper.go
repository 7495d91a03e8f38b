package transfer

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
)

// What is in a volume is reached through a container that mounts it and is never started, of an
// empty image that is imported for that: nothing is pulled, and nothing runs.
const (
	// helperName is the repository of such images and the beginning of the containers' names.
	helperName = "jettison-helper"
	// mountedAt is the folder of the volume in the container.
	mountedAt = "v"
	// removePatience is how long it may take to remove them.
	removePatience = 30 * time.Second
	// abandonedAfter is the age from which those of another host count as left behind.
	abandonedAfter = 24 * time.Hour
)

// helperImage is an empty image for helpers.
type helperImage struct {
	client *dockerx.Client
	ref    string
}

// newHelperImage imports an empty image. Errors are *model.Problem.
func newHelperImage(ctx context.Context, c *dockerx.Client) (*helperImage, error) {
	var random [6]byte
	_, _ = rand.Read(random[:]) // never fails
	image := &helperImage{client: c, ref: helperName + ":" + hex.EncodeToString(random[:])}
	var empty bytes.Buffer
	_ = tar.NewWriter(&empty).Close() // a buffer takes everything
	answer, err := c.API().ImageImport(ctx, client.ImageImportSource{Source: &empty, SourceName: "-"}, image.ref,
		client.ImageImportOptions{Changes: []string{"LABEL " + wire.HelperLabel + "=" + thisHost()}})
	if err != nil {
		return nil, dockerx.ProblemOf(err, c.Host())
	}
	defer answer.Close() //nolint:errcheck // only read
	if err := readMessages(answer, c.Host(), func(message) {}); err != nil {
		image.remove(ctx)
		return nil, err
	}
	return image, nil
}

// thisHost is the value of the label.
func thisHost() string {
	host, _ := os.Hostname()
	safe := func(r rune) rune {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}
	return "host-" + strings.Map(safe, host) // never empty
}

// remove removes the image, also when ctx has ended.
func (i *helperImage) remove(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removePatience)
	defer cancel()
	_, _ = i.client.API().ImageRemove(ctx, i.ref, client.ImageRemoveOptions{Force: true}) // else the next start does
}

// helper is a container that mounts a volume and is never started.
type helper struct {
	client *dockerx.Client
	id     string
}

// mount creates a helper. The volume must be there: an engine makes one that is not. Errors are
// *model.Problem.
func (i *helperImage) mount(ctx context.Context, volume string) (*helper, error) {
	made, err := i.client.API().ContainerCreate(ctx, client.ContainerCreateOptions{
		Name: strings.Replace(i.ref, ":", "-", 1),
		Config: &container.Config{
			Image: i.ref, Cmd: []string{"never-started"}, Labels: map[string]string{wire.HelperLabel: thisHost()},
		},
		HostConfig: &container.HostConfig{
			NetworkMode: "none",
			Mounts: []mount.Mount{{
				Type: mount.TypeVolume, Source: volume, Target: "/" + mountedAt, VolumeOptions: &mount.VolumeOptions{NoCopy: true},
			}},
		},
	})
	if err != nil {
		return nil, dockerx.ProblemOf(err, i.client.Host())
	}
	return &helper{i.client, made.ID}, nil
}

// remove removes the container and not the volume, also when ctx has ended.
func (h *helper) remove(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removePatience)
	defer cancel()
	_, _ = h.client.API().ContainerRemove(ctx, h.id, client.ContainerRemoveOptions{Force: true}) // else the next start does
}

// SweepHelpers removes the helper containers and images that killed programs of this host left, and
// old ones of others. If there are any, it calls alone, which reports whether nobody uses them, and
// then done. Errors are *model.Problem.
func SweepHelpers(ctx context.Context, c *dockerx.Client, alone func() (done func(), ok bool)) error {
	containers, images, err := leftHelpers(ctx, c)
	if err != nil {
		return dockerx.ProblemOf(err, c.Host())
	}
	if len(containers)+len(images) == 0 {
		return nil
	}
	done, ok := alone()
	if !ok {
		return nil
	}
	defer done()
	var failed error
	for _, id := range containers {
		_, err := c.API().ContainerRemove(ctx, id, client.ContainerRemoveOptions{Force: true})
		failed = errors.Join(failed, unlessMissing(err))
	}
	for _, id := range images {
		_, err := c.API().ImageRemove(ctx, id, client.ImageRemoveOptions{Force: true})
		failed = errors.Join(failed, unlessMissing(err))
	}
	if failed != nil {
		return dockerx.ProblemOf(failed, c.Host())
	}
	return nil
}

// leftHelpers finds the IDs of helpers that may have been left behind.
func leftHelpers(ctx context.Context, c *dockerx.Client) (containers, images []string, err error) {
	left := func(labels map[string]string, created int64) bool {
		return wire.IsHelper(labels) && (labels[wire.HelperLabel] == thisHost() || c.Now().Sub(time.Unix(created, 0)) > abandonedAfter)
	}
	listed, err := c.API().ContainerList(ctx, client.ContainerListOptions{All: true, Filters: make(client.Filters).Add("label", wire.HelperLabel)})
	if err != nil {
		return nil, nil, err
	}
	for i := range listed.Items {
		if one := &listed.Items[i]; left(one.Labels, one.Created) {
			containers = append(containers, one.ID)
		}
	}
	// By the name: engines take long to look at the labels of all images.
	named, err := c.API().ImageList(ctx, client.ImageListOptions{Filters: make(client.Filters).Add("reference", helperName)})
	if err != nil {
		return nil, nil, err
	}
	for i := range named.Items {
		if one := &named.Items[i]; left(one.Labels, one.Created) {
			images = append(images, one.ID)
		}
	}
	return containers, images, nil
}

func unlessMissing(err error) error {
	if dockerx.IsNotFound(err) || isMissing(err) {
		return nil
	}
	return err
}
