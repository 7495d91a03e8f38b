package execute

import (
	"context"
	"strings"

	"github.com/moby/moby/client"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// imageNow is an image as the engine knows it right before it is removed.
type imageNow struct {
	id      model.ImageID
	tags    []string
	digests []string
}

// imageNow asks for the image that an ID or a reference names.
func (e *executor) imageNow(ctx context.Context, ref string) (imageNow, error) {
	var now imageNow
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

// knownNow is an image as the reference cache knows it, else as the engine says.
func (e *executor) knownNow(ctx context.Context, id model.ImageID) (imageNow, error) {
	if tags, digests, known := e.references.Lookup(id); known {
		return imageNow{id: id, tags: tags, digests: digests}, nil
	}
	return e.imageNow(ctx, string(id))
}

// containerNow is a container as the engine knows it right before its removal.
type containerNow struct {
	image model.ImageID
	state model.ContainerState
}

func (e *executor) containerNow(ctx context.Context, id model.ContainerID) (containerNow, error) {
	var now containerNow
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

// usersNow are the containers that were created from an image.
func (e *executor) usersNow(ctx context.Context, id model.ImageID) (users []*model.Container, err error) {
	ancestor := string(id)
	if e.store == model.StorePodman {
		// It knows the digits only.
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

// hasChildrenNow reports whether images name an image as their parent.
func (e *executor) hasChildrenNow(ctx context.Context, id model.ImageID) (found bool, err error) {
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

// deletesExactly reports whether "DELETE name:tag@ID" removes the tag only
// while it stands for that image. The containerd store does that since Docker
// 26: its IDs are the digests that such a reference is checked against.
func deletesExactly(engine model.Engine) bool {
	return engine.MajorVersion() >= 26 && engine.Store == model.StoreContainerd
}
