package execute

import (
	"context"

	"jettison/model"
)

func refuseRunning(step *model.Step, container string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalRunning, Containers: namedContainer(step, container),
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedySkip},
	}
}

func refuseStopped(step *model.Step, container string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalStopped, Containers: namedContainer(step, container),
		Remedies: []model.Remedy{model.RemedyRemoveStopped, model.RemedyForce, model.RemedySkip},
	}
}

// refuseUsed explains texts that do not say whether the container is running.
func refuseUsed(step *model.Step, container string) *model.Refusal {
	if known := findContainer(step, container); known != nil {
		if known.State.Running() {
			return refuseRunning(step, container)
		}
		return refuseStopped(step, container)
	}
	return &model.Refusal{
		Kind: model.RefusalInUse, Containers: namedContainer(step, container),
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedyRemoveStopped, model.RemedySkip},
	}
}

// refuseUnlisted explains Podman's text. A container that the plan does not have may be one of
// Buildah's, which the API does not list and does not remove.
func refuseUnlisted(step *model.Step, container string) *model.Refusal {
	if findContainer(step, container) != nil {
		return refuseUsed(step, container)
	}
	return &model.Refusal{
		Kind: model.RefusalUnlisted, Containers: namedContainer(step, container), Remedies: []model.Remedy{model.RemedySkip},
	}
}

// refuse tells what an error means, and looks whether a container that the plan does not
// have was created since, or is one that no list has.
func (e *executor) refuse(ctx context.Context, err error, step *model.Step) *model.Refusal {
	refusal := refuse(err, step)
	if refusal.Kind != model.RefusalUnlisted || len(refusal.Containers) == 0 {
		return refusal
	}
	id := refusal.Containers[0].ID
	now, err := e.currentContainer(ctx, id)
	if err != nil {
		return refusal
	}
	told := refuseStopped(step, string(id))
	if now.state.Running() {
		told = refuseRunning(step, string(id))
	}
	told.Raw, told.Code = refusal.Raw, refusal.Code
	return told
}

func refuseStarted(step *model.Step, container string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalStarted, Containers: namedContainer(step, container),
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedySkip},
	}
}

// namedContainer returns the container that an engine named by its ID, whole or short;
// without one it is that of the step.
func namedContainer(step *model.Step, id string) []*model.Container {
	known := findContainer(step, id)
	switch {
	case known != nil:
		return []*model.Container{known}
	case id != "":
		return []*model.Container{{ID: model.ContainerID(id)}}
	case step.Container() != nil:
		return []*model.Container{step.Container()}
	}
	return nil
}

// findContainer finds a container by its ID, whole or short, among those that the plan has
// for a step.
func findContainer(step *model.Step, id string) *model.Container {
	if id == "" {
		return nil
	}
	short := model.ContainerID(id).Short()
	if step.Container() != nil && step.Container().ID.Short() == short {
		return step.Container()
	}
	for _, blocker := range step.Blockers {
		for _, container := range model.ThingsOf[*model.Container](blocker.Things) {
			if container.ID.Short() == short {
				return container
			}
		}
	}
	return nil
}
