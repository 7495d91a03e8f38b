package enginetest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/moby/client"

	"jettison/model/modeltest"
)

// held is what a real engine was made to hold.
type held struct {
	world     string // described
	inventory string // what the engine listed then
}

// holds reports whether the engine holds an equal world, and nobody changed
// anything since: it need not be made to hold it again.
func (e *Engine) holds(ctx context.Context, world *modeltest.World) bool {
	if e.held.world == "" || e.held.world != describe(world) {
		return false
	}
	now, err := e.inventory(ctx)
	return err == nil && now == e.held.inventory
}

// describe writes down all of a world that a real engine is made to hold. What
// is made from the same seed has the same IDs.
func describe(world *modeltest.World) string {
	var text strings.Builder
	for _, i := range world.Images {
		fmt.Fprintln(&text, i.ID, i.Parent, i.Tags, i.Digests, i.Created, i.Labels, i.Cmd, i.Size())
	}
	for _, c := range world.Containers {
		fmt.Fprintln(&text, c.ID, c.Name, c.Image, c.ImageRef, c.State, c.ExitCode, c.Labels, c.Volumes)
	}
	return text.String()
}

// inventory writes down what the engine lists, in an order of its own.
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
