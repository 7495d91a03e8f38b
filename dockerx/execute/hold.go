package execute

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/internal/wire"
	"jettison/model"
	"jettison/model/reference"
)

// newHold returns a name that no image has.
func newHold() string {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	return wire.HoldRepository + ":" + hex.EncodeToString(random[:])
}

// holds reports whether an image gets a name of jettison's own before it is deleted. Given
// an ID, engines delete an image with one name, whichever that is: an image that has no
// planned name left would go with one that it was given a moment ago. Beside a name of
// ours, a new one is the second, and the engine refuses. An image of one name is not held:
// the engine refuses a second one all the same, and only a name given instead of the planned
// one would be taken along.
func (e *executor) holds(step *model.Step, now imageState) bool {
	refs := now.refs(step.Image())
	switch {
	case step.Force, e.leaves.Load(), slices.ContainsFunc(refs, unusable): // its names could not be given back
		return false
	case e.store == model.StoreGraph:
		return len(refs) != 1
	}
	return e.exactly && len(refs) == 0
}

// deleteHeld deletes an image that holds says of. All its planned names go first. If the
// engine refuses then, the image gets them back.
func (e *executor) deleteHeld(ctx context.Context, step *model.Step, now imageState, o *outcome) error {
	if len(now.refs(step.Image())) > 0 {
		if err := e.unused(ctx, step); err != nil {
			return err
		}
	}
	before := len(o.untagged)
	err := e.hold(ctx, step, o)
	if err == nil {
		err = e.takeAll(ctx, step, now, o)
	}
	if err == nil {
		err = e.removeHeld(ctx, step, o)
	}
	switch {
	case isMissingOnEngine(err):
		o.held = ""
		o.gone()
		return nil
	case err != nil && !isLost(err):
		err = e.lateChange(ctx, step, o, err)
		e.giveBack(ctx, step, o, before)
		return err
	case err != nil:
		return err
	}
	o.held = ""
	return e.verifyDeleted(ctx, step, o)
}

// unused returns an error if containers use an image whose names are to be taken: because of
// them the engine would refuse the deletion.
func (e *executor) unused(ctx context.Context, step *model.Step) error {
	users, err := e.currentUsers(ctx, step.Image().ID)
	if err != nil {
		return err
	}
	if len(users) > 0 {
		return changedInUse(users)
	}
	return nil
}

// hold gives the image of a step a name of ours, unless an earlier try did.
func (e *executor) hold(ctx context.Context, step *model.Step, o *outcome) error {
	if o.held != "" {
		return nil
	}
	name := newHold()
	e.references.Invalidate(step.Image().ID)
	err := e.change(ctx, o, func(ctx context.Context) error {
		_, err := e.api.ImageTag(ctx, client.ImageTagOptions{Source: string(step.Image().ID), Target: name})
		return err
	})
	if err == nil || isLost(err) {
		o.held = name
	}
	return err
}

// takeAll takes all references from an image that is held.
func (e *executor) takeAll(ctx context.Context, step *model.Step, now imageState, o *outcome) error {
	if err := e.takeNames(ctx, step, now.tags, o); err != nil {
		return err
	}
	for _, ref := range now.digests {
		// A digest never moves to another image.
		if err := e.remove(ctx, ref, false, step, o); err != nil && !isMissingOnEngine(err) {
			return err
		}
	}
	return nil
}

// removeHeld deletes an image that has no name but ours.
func (e *executor) removeHeld(ctx context.Context, step *model.Step, o *outcome) error {
	ref := string(step.Image().ID)
	if e.exactly {
		ref = exactRef(o.held, step.Image().ID)
	}
	return e.remove(ctx, ref, false, step, o)
}

// giveBack gives an image the names back that it lost, those of the outcome from an index on,
// except those that other images have by now.
func (e *executor) giveBack(ctx context.Context, step *model.Step, o *outcome, from int) {
	lost := slices.Clone(o.untagged[from:])
	o.untagged = o.untagged[:from]
	for _, ref := range lost {
		_, err := e.currentImage(ctx, ref)
		if reference.IsDigest(ref) || !isMissingOnEngine(err) || e.tag(ctx, step.Image().ID, ref) != nil {
			o.untagged = append(o.untagged, ref)
		}
	}
}

// tag gives an image a name.
func (e *executor) tag(ctx context.Context, id model.ImageID, name string) error {
	e.references.Invalidate(id)
	return e.request(ctx, func(ctx context.Context) error {
		_, err := e.api.ImageTag(ctx, client.ImageTagOptions{Source: string(id), Target: name})
		return err
	})
}

// tidyTimeout bounds each of the two requests of tidy.
const tidyTimeout = 30 * time.Second

// tidy takes away what a step left for a moment and could not take away itself. What fails
// is left to Tidy.
func (e *executor) tidy(ctx context.Context, step *model.Step, o *outcome) {
	if o.lost != nil || len(o.standIns) == 0 && o.held == "" {
		return
	}
	ctx = context.WithoutCancel(ctx)
	within := func(do func(context.Context)) {
		ctx, cancel := context.WithTimeout(ctx, tidyTimeout)
		defer cancel()
		do(ctx)
	}
	if o.held != "" {
		within(func(ctx context.Context) {
			if err := e.letGo(ctx, step, o); err == nil || isMissingOnEngine(err) {
				o.held = ""
			}
		})
	}
	within(func(ctx context.Context) { e.removeStandIns(ctx, o) })
	if o.held != "" || len(o.standIns) > 0 {
		e.leaves.Store(true)
	}
}

// letGo takes our name from an image, which stays, whatever other names it has.
func (e *executor) letGo(ctx context.Context, step *model.Step, o *outcome) error {
	if e.store == model.StoreGraph {
		var scratch outcome
		err := e.takeNames(ctx, step, []string{o.held}, &scratch)
		o.standIns = append(o.standIns, scratch.standIns...)
		return err
	}
	// The containerd store refused because of a container. By force and by name alone, it takes
	// only the name then.
	return e.request(ctx, func(ctx context.Context) error {
		_, err := e.api.ImageRemove(ctx, o.held, client.ImageRemoveOptions{Force: true})
		return err
	})
}
