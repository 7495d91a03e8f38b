package enginetest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/moby/client"

	"jettison/model/modeltest"
)

// loadedWorld describes what was loaded into a real engine.
type loadedWorld struct {
	world     string // from describe
	inventory string // what the engine listed then
}

// hasWorld reports whether an equal world is loaded and unchanged, so that it need not be
// loaded again.
func (e *Engine) hasWorld(ctx context.Context, world *modeltest.World) bool {
	if e.loaded.world == "" || e.loaded.world != describe(world) {
		return false
	}
	now, err := e.inventory(ctx)
	return err == nil && now == e.loaded.inventory
}

// describe describes everything of a world that a real engine gets. Worlds with the same seed
// have the same IDs.
func describe(world *modeltest.World) string {
	var text strings.Builder
	for _, i := range world.Images {
		fmt.Fprintln(&text, i.ID, i.Parent, i.Tags, i.Digests, i.Created, i.Labels, i.Cmd, i.Size())
	}
	for _, c := range world.Containers {
		fmt.Fprintln(&text, c.ID, c.Name, c.Image, c.ImageRef, c.State, c.ExitCode, c.Labels, c.Volumes, c.Mounts)
	}
	return text.String()
}

// inventory returns what the engine lists, sorted.
func (e *Engine) inventory(ctx context.Context) (string, error) {
	images, err := e.client.ImageList(ctx, client.ImageListOptions{All: true})
	if err != nil {
		return "", err
	}
	containers, err := e.client.ContainerList(ctx, client.ContainerListOptions{All: true})
	if err != nil {
		return "", err
	}
	volumes, err := e.client.VolumeList(ctx, client.VolumeListOptions{})
	if err != nil {
		return "", err
	}
	var lines []string
	for _, i := range images.Items {
		slices.Sort(i.RepoTags)
		lines = append(lines, fmt.Sprint(i.ID, i.ParentID, i.RepoTags))
	}
	for _, c := range containers.Items {
		lines = append(lines, fmt.Sprint(c.ID, c.Names, c.State, c.Image))
	}
	for _, v := range volumes.Items {
		lines = append(lines, v.Name)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), nil
}
