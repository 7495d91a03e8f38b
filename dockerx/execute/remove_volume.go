package execute

import (
	"context"
	"maps"
	"strings"

	"github.com/moby/moby/client"

	"jettison/dockerx/internal/wire"
	"jettison/dockerx/transfer"
	"jettison/model"
)

type volumeAPI interface {
	VolumeInspect(ctx context.Context, volume string, options client.VolumeInspectOptions) (client.VolumeInspectResult, error)
	VolumeRemove(ctx context.Context, volume string, options client.VolumeRemoveOptions) (client.VolumeRemoveResult, error)
}

// volumes are removed, never by force.
type volumes struct{}

func (volumes) isGone(ctx context.Context, e *executor, step *model.Step) (bool, error) {
	_, err := e.currentVolume(ctx, step.Volume().Name)
	return isMissing(err)
}

// execute looks first whether the volume is the one of the plan, and whether a container mounts it
// that the plan does not know.
func (volumes) execute(ctx context.Context, e *executor, step *model.Step, o *outcome) error {
	planned := step.Volume()
	now, err := e.currentVolume(ctx, planned.Name)
	switch {
	case isMissingOnEngine(err):
		o.gone()
		return nil
	case err != nil:
		return err
	case !sameVolume(planned, now):
		return changedVolume()
	}
	users, err := e.volumeUsers(ctx, planned.Name)
	switch {
	case err != nil:
		return err
	case len(users) > 0:
		return changedMounted(users)
	}
	err = e.change(ctx, o, func(ctx context.Context) error {
		_, err := e.api.VolumeRemove(ctx, planned.Name, client.VolumeRemoveOptions{})
		return err
	})
	switch {
	case isMissingOnEngine(err):
		o.gone()
		return nil
	case err != nil:
		return err
	}
	o.state = model.StepDone
	return nil
}

// restore makes volumes anew from their backups.
func (volumes) restore(ctx context.Context, r *restorer, steps []int) {
	transfer.RestoreVolumes(ctx, r.client, r.plan, steps, transfer.RestoreOptions{Write: r.options.Write, Tell: r.tell})
}

// currentVolume inspects a volume.
func (e *executor) currentVolume(ctx context.Context, name string) (*model.Volume, error) {
	var now *model.Volume
	err := e.request(ctx, func(ctx context.Context) error {
		answer, err := e.api.VolumeInspect(ctx, name, client.VolumeInspectOptions{})
		if err != nil {
			return err
		}
		v := &answer.Volume
		now = &model.Volume{Name: model.Clean(v.Name), Driver: model.Clean(v.Driver), Labels: cleaned(v.Labels), Created: wire.Time(v.CreatedAt)}
		return nil
	})
	return now, err
}

func cleaned(all map[string]string) map[string]string {
	clean := make(map[string]string, len(all))
	for key, value := range all {
		clean[model.Clean(key)] = model.Clean(value)
	}
	return clean
}

// sameVolume reports whether a volume is the one that was planned to go, and no other one of its name.
func sameVolume(planned, now *model.Volume) bool {
	return planned.Name == now.Name && planned.Driver == now.Driver && planned.Created.Equal(now.Created) && maps.Equal(planned.Labels, now.Labels)
}

// volumeUsers lists the containers that mount a volume. The plan removed those that it knows before.
func (e *executor) volumeUsers(ctx context.Context, name string) (users []*model.Container, err error) {
	err = e.request(ctx, func(ctx context.Context) error {
		answer, err := e.api.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: make(client.Filters).Add("volume", name)})
		if err != nil {
			return err
		}
		users = nil
		for i := range answer.Items {
			item := &answer.Items[i]
			mounts := false
			for _, m := range item.Mounts { // the filter knows places in containers, too
				mounts = mounts || string(m.Type) == "volume" && m.Name == name
			}
			if !mounts {
				continue
			}
			user := &model.Container{ID: model.ContainerID(model.Clean(item.ID)), State: model.ContainerState(model.Clean(string(item.State)))}
			if len(item.Names) > 0 {
				user.Name = strings.TrimPrefix(model.Clean(item.Names[0]), "/")
			}
			users = append(users, user)
		}
		return nil
	})
	return users, err
}

func changedVolume() *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalOtherVolume}}
}

func changedMounted(users []*model.Container) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalMounted, Containers: users}}
}

// refuseMounted explains the text of Docker, "volume is in use - [ID, ID]", and that of Podman.
func refuseMounted(step *model.Step, containers string) *model.Refusal {
	refusal := &model.Refusal{Kind: model.RefusalMounted}
	for id := range strings.FieldsFuncSeq(containers, func(r rune) bool { return r == ',' || r == ' ' }) {
		refusal.Containers = append(refusal.Containers, namedContainer(step, id)...)
	}
	return refusal
}
