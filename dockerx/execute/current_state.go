package execute

import (
	"context"
	"slices"
	"strings"

	"github.com/moby/moby/client"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// imageState is an image as the engine has it right before its removal.
type imageState struct {
	id      model.ImageID
	tags    []string
	digests []string
}

// refs returns what keeps the image, as model.Image.Refs does. What Podman inspects does not
// tell which digests are names of their own: those of the plan are, while they are there.
func (s *imageState) refs(planned *model.Image) []string {
	image := model.Image{Tags: s.tags, Digests: s.digests}
	if planned.DigestNames != nil {
		gone := func(ref string) bool { return !slices.Contains(s.digests, ref) }
		image.DigestNames = slices.DeleteFunc(slices.Clone(planned.DigestNames), gone)
	}
	return image.Refs()
}

// currentImage inspects the image that an ID or a reference names.
func (e *executor) currentImage(ctx context.Context, ref string) (imageState, error) {
	var now imageState
	err := e.request(ctx, func(ctx context.Context) error {
		answer, err := e.api.ImageInspect(ctx, ref)
		if err != nil {
			return err
		}
		now.id = wire.ImageID(answer.ID)
		now.tags, now.digests = wire.Refs(answer.RepoTags, answer.RepoDigests)
		return nil
	})
	return now, err
}

// knownImage returns an image from the reference cache, or else from the engine.
func (e *executor) knownImage(ctx context.Context, id model.ImageID) (imageState, error) {
	if tags, digests, known := e.references.Lookup(id); known {
		return imageState{id: id, tags: tags, digests: digests}, nil
	}
	return e.currentImage(ctx, string(id))
}

// containerState is a container as the engine has it right before its removal.
type containerState struct {
	image model.ImageID
	state model.ContainerState
}

// currentContainer inspects a container.
func (e *executor) currentContainer(ctx context.Context, id model.ContainerID) (containerState, error) {
	var now containerState
	err := e.request(ctx, func(ctx context.Context) error {
		answer, err := e.api.ContainerInspect(ctx, string(id), client.ContainerInspectOptions{})
		if err != nil {
			return err
		}
		now.image = wire.ImageID(answer.Container.Image)
		if state := answer.Container.State; state != nil {
			now.state = model.ContainerState(model.Clean(string(state.Status)))
		}
		return nil
	})
	return now, err
}

// currentUsers lists the containers that were created from an image.
func (e *executor) currentUsers(ctx context.Context, id model.ImageID) (users []*model.Container, err error) {
	ancestor := string(id)
	if e.store == model.StorePodman {
		// Its filter takes only the digits.
		_, ancestor, _ = strings.Cut(ancestor, ":")
	}
	err = e.request(ctx, func(ctx context.Context) error {
		options := client.ContainerListOptions{All: true, Filters: make(client.Filters).Add("ancestor", ancestor)}
		answer, err := e.api.ContainerList(ctx, options)
		if err != nil {
			return err
		}
		for i := range answer.Items {
			item := &answer.Items[i]
			if wire.ImageID(item.ImageID) != id {
				continue // created from a descendant
			}
			user := &model.Container{
				ID: model.ContainerID(model.Clean(item.ID)), State: model.ContainerState(model.Clean(string(item.State))),
			}
			if len(item.Names) > 0 {
				user.Name = strings.TrimPrefix(model.Clean(item.Names[0]), "/")
			}
			users = append(users, user)
		}
		return nil
	})
	return users, err
}

// hasChildren reports whether images name an image as their parent.
func (e *executor) hasChildren(ctx context.Context, id model.ImageID) (found bool, err error) {
	err = e.request(ctx, func(ctx context.Context) error {
		answer, err := e.api.ImageList(ctx, client.ImageListOptions{All: true})
		if err != nil {
			return err
		}
		for i := range answer.Items {
			found = found || wire.ImageID(answer.Items[i].ParentID) == id
		}
		return nil
	})
	return found, err
}
