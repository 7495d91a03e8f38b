package execute

import (
	"context"

	"jettison/model"
)

// unsupported are the kinds that this version removes nothing of.
type unsupported struct{}

func (unsupported) carryOut(context.Context, *executor, *model.Step, *outcome) error {
	return changed("This version of jettison removes no such thing.")
}

func (unsupported) isGone(context.Context, *executor, *model.Step) (bool, error) { return false, nil }

func (unsupported) words(step *model.Step) string { return "removing " + step.Subject() }
