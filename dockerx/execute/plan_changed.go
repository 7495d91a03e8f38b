package execute

import "jettison/model"

// changedError ends a step because the engine has changed since the plan was made.
type changedError struct{ refusal *model.Refusal }

// Error implements error. Nobody reads it: the refusal says more.
func (e *changedError) Error() string { return "the engine changed since the plan was made" }

func changedTagged(refs []string) *changedError {
	return &changedError{&model.Refusal{
		Kind: model.RefusalTagged, Refs: refs, Remedies: []model.Remedy{model.RemedyMarkReferences, model.RemedySkip},
	}}
}

func changedMoved(ref string, to model.ImageID) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalMoved, Refs: []string{ref}, Image: to}}
}

func changedLastTag(ref string) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalLastTag, Refs: []string{ref}}}
}

func changedNotHeld(ref string) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalNotHeld, Refs: []string{ref}}}
}

func changedInUse(users []*model.Container) *changedError {
	remedy := model.RemedyRemoveStopped
	for _, user := range users {
		if user.State.Running() {
			remedy = model.RemedyStopRemove
		}
	}
	return &changedError{&model.Refusal{
		Kind: model.RefusalUsed, Containers: users, Remedies: []model.Remedy{remedy, model.RemedySkip},
	}}
}

func changedServed(services []*model.Service) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalServed, Services: services, Remedies: []model.Remedy{model.RemedySkip}}}
}

func changedUnlisted(problem *model.Problem) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalUnlistedUsers, Problem: problem, Raw: problem.Raw}}
}

func changedStarted(container *model.Container) *changedError {
	return &changedError{&model.Refusal{
		Kind: model.RefusalStartedSince, Containers: []*model.Container{container},
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedySkip},
	}}
}

func changedContainerImage(container *model.Container) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalOtherImage, Containers: []*model.Container{container}}}
}
