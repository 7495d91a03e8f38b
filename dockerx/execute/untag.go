package execute

import (
	"context"
	"slices"

	"jettison/model"
)

// untag removes a reference, if it still names the planned image and something else keeps
// that image.
func (e *executor) untag(ctx context.Context, step *model.Step, o *outcome) error {
	ref := step.Refs[0]
	now, err := e.currentImage(ctx, ref)
	switch {
	case isMissingOnEngine(err):
		o.gone()
		return nil
	case err != nil:
		return err
	case now.id != step.Image().ID && o.sent:
		o.gone() // the request whose connection broke removed it, and it was set anew
		return nil
	case now.id != step.Image().ID:
		return changedMoved(ref, now.id)
	}
	if tags := e.goWithDigest(now, ref); len(tags) > 0 {
		return changedTagged(tags)
	}
	if !slices.ContainsFunc(now.refs(step.Image()), func(other string) bool { return other != ref }) {
		if len(step.Keeps) > 0 {
			return changedLastTag(ref)
		}
		if err := e.stillHeld(ctx, step); err != nil {
			return err
		}
	}
	if e.exactly && !step.Force {
		err = e.removeRef(ctx, step, ref, o)
	} else {
		err = e.remove(ctx, ref, step.Force, step, o)
	}
	if isMissingOnEngine(err) {
		o.gone()
		return nil
	}
	if err != nil {
		return err
	}
	o.state = model.StepDone
	if slices.Contains(o.deleted, step.Image().ID) {
		o.fail(model.StepFailed, &model.Refusal{Kind: model.RefusalDeletedAlong, Refs: []string{ref}})
		o.along = append(o.along, model.Along{Image: now.id, Digests: step.Image().Digests, Deleted: true})
	}
	return nil
}

// stillHeld returns an error if nothing would keep an image whose last tag goes. Containers
// do not keep it everywhere: on graphdriver stores a forced request deletes the image of a
// stopped container, and Podman kills containers.
func (e *executor) stillHeld(ctx context.Context, step *model.Step) error {
	if e.store == model.StorePodman {
		return changedNotHeld(step.Refs[0])
	}
	held, err := e.hasChildren(ctx, step.Image().ID)
	switch {
	case err != nil:
		return err
	case held && (!step.Force || e.store == model.StoreGraph):
		return nil
	case !step.Force:
		return changedNotHeld(step.Refs[0])
	}
	users, err := e.currentUsers(ctx, step.Image().ID)
	if err != nil {
		return err
	}
	holds := func(c *model.Container) bool { return e.store == model.StoreContainerd || c.State.Running() }
	if !slices.ContainsFunc(users, holds) {
		return changedNotHeld(step.Refs[0])
	}
	return nil
}
