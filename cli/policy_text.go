package cli

import (
	"fmt"
	"io"
	"strings"

	"jettison/model"
	"jettison/model/policy"
)

// write lists what would be done, what waits for a remedy, and what is kept.
func (a *applied) write(w io.Writer) error {
	lines := []string{a.summary()}
	var blocked []string
	for i := range a.plan.Steps {
		step := &a.plan.Steps[i]
		if !step.Ready {
			blocked = append(blocked, "  "+stepName(step)+": "+step.Blockers[0].Words(a.at))
			continue
		}
		lines = append(lines, "  "+stepLine(step))
	}
	if len(blocked) > 0 {
		lines = append(lines, "blocked:")
		lines = append(lines, blocked...)
	}
	lines = append(lines, a.kept()...)
	for _, wrong := range a.selection.Unresolved {
		lines = append(lines, "note: "+wrong.Message())
	}
	for i, line := range lines {
		lines[i] = model.Clean(line)
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// kept lists what is kept; what only waits for its turn is counted.
func (a *applied) kept() []string {
	if len(a.selection.Kept) == 0 {
		return nil
	}
	lines := []string{"kept:"}
	waiting, why := 0, ""
	for i := range a.selection.Kept {
		kept := &a.selection.Kept[i]
		if kept.Reason == policy.ReasonBatch || kept.Reason == policy.ReasonBudget {
			waiting++
			why = kept.Words()
			continue
		}
		lines = append(lines, "  "+keyName(kept.Key)+": "+kept.Words())
	}
	if waiting > 0 {
		lines = append(lines, "  "+model.Plural(waiting, "reference")+": "+why)
	}
	return lines
}

func (a *applied) summary() string {
	text := a.policy.Name + ": "
	if a.plan.Images+a.plan.Untags == 0 {
		text += "nothing to remove"
	} else {
		text += fmt.Sprintf("deletes %s, untags %d, frees %s", model.Plural(a.plan.Images, "image"), a.plan.Untags, a.plan.Reclaim)
	}
	if a.selection.Missing > 0 {
		text += "; the budget lacks " + model.Size(a.selection.Missing) + " all the same"
	}
	return text
}

func stepLine(step *model.Step) string {
	switch step.Kind {
	case model.StepRemoveContainer:
		return "remove container " + step.Container.Name
	case model.StepUntag:
		return "untag " + stepName(step)
	case model.StepDelete:
	}
	return "delete " + stepName(step) + " (" + step.Reclaim.String() + ")"
}

func stepName(step *model.Step) string {
	if len(step.Refs) == 0 {
		return step.Image.Name()
	}
	return strings.Join(step.Refs, ", ")
}

// keyName is a reference, or the ID of an untagged image.
func keyName(key model.Key) string {
	if key.Ref == "" {
		return key.ID.Short()
	}
	return key.Ref
}
