package execute

import (
	"strings"

	"jettison/model"
)

// changedError ends a step because the engine has changed since the plan was made.
type changedError struct{ refusal *model.Refusal }

func (e *changedError) Error() string { return e.refusal.Text }

func changed(text string) *changedError {
	return &changedError{&model.Refusal{Kind: model.RefusalChanged, Text: text, Advice: planAgain}}
}

func changedTagged(refs []string) *changedError {
	err := changed("Since the plan was made, the image also got the name " + strings.Join(refs, ", ") + ", which keeps it.")
	err.refusal.Remedies = []model.Remedy{model.RemedyMarkReferences, model.RemedySkip}
	return err
}

func changedMoved(ref string, to model.ImageID) *changedError {
	return changed("Since the plan was made, " + ref + " was given to another image, " + to.Short() + ".")
}

func changedLastTag(ref string) *changedError {
	return changed("Since the plan was made, " + ref + " became the image's last tag: taking it would delete the image.")
}

func changedNotHeld(ref string) *changedError {
	return changed("Nothing would keep the image without " + ref + ": taking its last tag would delete it.")
}

func changedInUse(users []*model.Container) *changedError {
	names := make([]string, len(users))
	running := false
	for i, user := range users {
		names[i] = user.Name + " (" + string(user.State) + ")"
		running = running || user.State.Running()
	}
	err := changed("Since the plan was made, containers began to use the image: " + strings.Join(names, ", ") + ".")
	err.refusal.Container = users[0].ID.Short()
	err.refusal.Remedies = []model.Remedy{model.RemedyRemoveStopped, model.RemedySkip}
	if running {
		err.refusal.Remedies = []model.Remedy{model.RemedyStopRemove, model.RemedySkip}
	}
	return err
}

func changedStarted(container *model.Container) *changedError {
	err := changed("The container " + container.Name + " was started since the plan was made.")
	err.refusal.Container = container.ID.Short()
	err.refusal.Remedies = []model.Remedy{model.RemedyStopRemove, model.RemedySkip}
	return err
}

func changedContainerImage(container *model.Container) *changedError {
	return changed("The container " + container.Name + " is not of the image that the plan says.")
}
