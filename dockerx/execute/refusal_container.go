package execute

import "jettison/model"

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

func refuseStarted(step *model.Step, container string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalStarted, Containers: namedContainer(step, container),
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedySkip},
	}
}

// namedContainer returns the container that an engine named by a short ID; without one it
// is that of the step.
func namedContainer(step *model.Step, short string) []*model.Container {
	known := findContainer(step, short)
	switch {
	case known != nil:
		return []*model.Container{known}
	case short != "":
		return []*model.Container{{ID: model.ContainerID(short)}}
	case step.Container() != nil:
		return []*model.Container{step.Container()}
	}
	return nil
}

// findContainer finds a container by its short ID among those that the plan has for a step.
func findContainer(step *model.Step, short string) *model.Container {
	if short == "" {
		return nil
	}
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
