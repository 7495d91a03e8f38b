package execute

import (
	"fmt"
	"time"

	"jettison/dockerx"
	"jettison/model"
)

const planAgain = "Look at it again, and plan its removal anew if it shall still go."

func refuseRunning(step *model.Step, container string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalRunning, Container: container,
		Text:     "The running container " + containerName(step, container) + " uses the image.",
		Advice:   "Stop and remove the container first; even force does not delete an image that runs.",
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedySkip},
	}
}

func refuseStopped(step *model.Step, container string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalStopped, Container: container,
		Text:     "The stopped container " + containerName(step, container) + " was created from the image.",
		Advice:   "Remove the container first.",
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
		Kind: model.RefusalStopped, Container: container,
		Text:     "The container " + containerName(step, container) + " uses the image.",
		Advice:   "Remove the container first.",
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedyRemoveStopped, model.RemedySkip},
	}
}

func refuseChildren(*model.Step, string) *model.Refusal {
	return &model.Refusal{
		Kind:     model.RefusalChildren,
		Text:     "Other images were built on the image, and the engine does not delete it before them.",
		Advice:   "Remove the images built on it too, or only untag this one.",
		Remedies: []model.Remedy{model.RemedyMarkDescendants, model.RemedyUntag, model.RemedySkip},
	}
}

func refuseReferences(*model.Step, string) *model.Refusal {
	return &model.Refusal{
		Kind:     model.RefusalReferences,
		Text:     "The image has more references than the plan lists.",
		Advice:   "Mark its other references too, or take only some of them away.",
		Remedies: []model.Remedy{model.RemedyMarkReferences, model.RemedySkip},
	}
}

func refuseStarted(step *model.Step, container string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalRunning, Container: container,
		Text:     "The container " + containerName(step, container) + " was started while it was to be removed.",
		Advice:   "Stop and remove it, or leave it alone.",
		Remedies: []model.Remedy{model.RemedyStopRemove, model.RemedySkip},
	}
}

// containerName returns the name of a container that an engine named by its ID.
func containerName(step *model.Step, container string) string {
	known := findContainer(step, container)
	switch {
	case known != nil && known.Name != "":
		return known.Name
	case container == "" && step.Container() != nil:
		return step.Container().Name
	}
	return container
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

func refuseUntagged() *model.Refusal {
	return &model.Refusal{
		Kind:   model.RefusalUntagged,
		Text:   "The engine only took the names away; the image stays without a name, and nothing was freed.",
		Advice: "See what still holds the image, and remove that first.",
	}
}

func refuseDeletedToo(ref string) *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalChanged,
		Text: "What held the image went away at the same moment, so the engine deleted it along with " + ref + ".",
	}
}

func refuseDependency(on *model.Step) *model.Refusal {
	refusal := &model.Refusal{
		Kind:   model.RefusalDependency,
		Text:   "A step that must be done before did not succeed.",
		Advice: "Solve that one first.",
	}
	if on != nil {
		refusal.Text = "Something that must be done before did not succeed: " + kindOf(on.Thing.Target().Kind).words(on) + "."
	}
	return refusal
}

func refuseCanceled(why string) *model.Refusal {
	return &model.Refusal{Text: "Not tried: " + why + "."}
}

func refuseLost(err error, host string) *model.Refusal {
	return &model.Refusal{
		Kind:   model.RefusalLost,
		Text:   "The connection to the engine broke while this was under way.",
		Advice: "Check that the engine is well, and try again.",
		Raw:    dockerx.ProblemOf(err, host).Raw,
	}
}

func refuseUnknown(err error, host string) *model.Refusal {
	refusal := refuseLost(err, host)
	refusal.Text = "The connection to the engine ended while this was under way; it may or may not be done."
	refusal.Advice = "Connect again and look whether it is still there."
	return refusal
}

func refuseStillThere() *model.Refusal {
	return &model.Refusal{
		Kind:   model.RefusalLost,
		Text:   "The connection to the engine broke while this was under way, and it is still there.",
		Advice: "Try again.",
	}
}

// gaveUpProblem is the problem that a job ended because its engine stayed away.
func gaveUpProblem(problem *model.Problem, after time.Duration) *model.Problem {
	ended := *problem
	ended.What = fmt.Sprintf("The engine did not come back within %s, so the removal ended early", after)
	ended.Why = problem.What
	ended.Advice = "When the engine is back, look at what is left and plan again."
	return &ended
}
