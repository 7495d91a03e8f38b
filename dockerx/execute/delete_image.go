package execute

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/image"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// deleteImage removes an image. Whatever the way, the request
// that deletes can't hit another image than the one planned, and no reference
// goes that the plan does not list.
func (e *executor) deleteImage(ctx context.Context, step *model.Step, o *outcome) error {
	if e.exactly && len(step.Refs) == 1 && !step.Force {
		return e.deleteExactly(ctx, step, o)
	}
	return e.deleteByID(ctx, step, o)
}

// deleteExactly deletes an image by its only tag and its ID at once. The engine
// compares them, which saves the inspection: that takes the containerd store
// longer than the deletion.
func (e *executor) deleteExactly(ctx context.Context, step *model.Step, o *outcome) error {
	err := e.remove(ctx, exactRef(step.Refs[0], step.Image().ID), false, step, o)
	if isMissingOnEngine(err) {
		// The tag or the image is not there any more: look which.
		return e.deleteByID(ctx, step, o)
	}
	if err != nil {
		return err
	}
	return e.verifyDeleted(ctx, step, o)
}

// deleteByID deletes an image by its ID, after taking away all of its
// references but one, since engines refuse an ID with several. It looks first
// whether the image still has the references that the plan knows.
func (e *executor) deleteByID(ctx context.Context, step *model.Step, o *outcome) error {
	now, err := e.knownNow(ctx, step.Image().ID)
	if isMissingOnEngine(err) {
		o.gone()
		return nil
	}
	if err != nil {
		return err
	}
	if err := e.unchanged(ctx, step, now, o); err != nil {
		return err
	}
	if step.Force {
		if err := e.heldAsPlanned(ctx, step); err != nil {
			return err
		}
	}
	if extra := e.extraRefs(now); len(extra) > 0 {
		if err := e.takeExtra(ctx, step, extra, o); err != nil {
			return err
		}
	}
	err = e.removeLast(ctx, step, now, o)
	if isMissingOnEngine(err) {
		o.gone()
		return nil
	}
	if err != nil {
		return e.lateChange(ctx, step, o, err)
	}
	return e.verifyDeleted(ctx, step, o)
}

// removeLast deletes an image that has one reference left, by its ID. Where the
// engine compares tag and ID it is asked to: by the ID alone the containerd
// store keeps an image that children stand on, and says that it deleted it.
func (e *executor) removeLast(ctx context.Context, step *model.Step, now imageNow, o *outcome) error {
	if e.exactly && !step.Force && len(now.tags) > 0 {
		err := e.remove(ctx, exactRef(now.tags[len(now.tags)-1], step.Image().ID), false, step, o)
		if !isMissingOnEngine(err) {
			return err
		}
	}
	return e.remove(ctx, string(step.Image().ID), step.Force, step, o)
}

// unchanged looks whether the references of an image are those of the plan. A
// tag that is nowhere any more is as good as removed; one that this job took
// away in an earlier try too.
func (e *executor) unchanged(ctx context.Context, step *model.Step, now imageNow, o *outcome) error {
	if tags := newTags(step, now); len(tags) > 0 {
		return changedTagged(tags)
	}
	if digests := newRepositories(step, now); len(digests) > 0 {
		return changedTagged(digests)
	}
	for _, ref := range step.Refs {
		if slices.Contains(now.tags, ref) || slices.Contains(o.untagged, ref) {
			continue
		}
		other, err := e.imageNow(ctx, ref)
		switch {
		case err == nil && other.id != step.Image().ID:
			return changedMoved(ref, other.id)
		case err != nil && !isMissingOnEngine(err):
			return err
		}
	}
	return nil
}

// newTags are tags of an image that the plan does not list.
func newTags(step *model.Step, now imageNow) []string {
	return slices.DeleteFunc(slices.Clone(now.tags), func(tag string) bool { return slices.Contains(step.Refs, tag) })
}

// newRepositories are digest references in repositories that the image had
// nothing to do with when the plan was made: somebody pulled it by digest.
func newRepositories(step *model.Step, now imageNow) []string {
	known := map[string]bool{}
	for _, refs := range [][]string{step.Refs, step.Image().Tags, step.Image().Digests} {
		for _, ref := range refs {
			repo, _ := model.SplitRef(ref)
			known[repo] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(now.digests), func(ref string) bool {
		repo, _ := model.SplitRef(ref)
		return known[repo]
	})
}

// extraRefs are the references that must go before the image can be deleted by
// its ID: all tags but one, and where digests are references of their own, the
// digests in other repositories than that of the tag that is left.
func (e *executor) extraRefs(now imageNow) []string {
	var extra []string
	left := ""
	if len(now.tags) > 0 {
		last := now.tags[len(now.tags)-1]
		left, _ = model.SplitRef(last)
		extra = slices.Clone(now.tags[:len(now.tags)-1])
	}
	if e.store != model.StoreGraph {
		return extra
	}
	// The engine takes the digests of a repository along with its last tag.
	taken := map[string]bool{}
	for _, tag := range extra {
		repo, _ := model.SplitRef(tag)
		taken[repo] = true
	}
	for _, digest := range now.digests {
		repo, _ := model.SplitRef(digest)
		if left == "" {
			left = repo
		}
		if repo != left && !taken[repo] {
			extra = append(extra, digest)
		}
	}
	return extra
}

// takeExtra takes references away before a deletion. It looks for containers
// first: the engine would refuse the deletion because of them, and the image
// would have lost its names for nothing.
func (e *executor) takeExtra(ctx context.Context, step *model.Step, extra []string, o *outcome) error {
	if !step.Force {
		users, err := e.usersNow(ctx, step.Image().ID)
		if err != nil {
			return err
		}
		if len(users) > 0 {
			return changedInUse(users)
		}
	}
	for _, ref := range extra {
		if err := e.takeRef(ctx, step, ref, o); err != nil && !isMissingOnEngine(err) {
			return err
		}
	}
	return nil
}

// heldAsPlanned looks whether the containers of an image whose deletion is
// forced are those that the plan told of, in the state that it told: Podman
// kills and removes all that it finds.
func (e *executor) heldAsPlanned(ctx context.Context, step *model.Step) error {
	users, err := e.usersNow(ctx, step.Image().ID)
	if err != nil {
		return err
	}
	planned := map[model.ContainerID]*model.Container{}
	for _, blocker := range step.Blockers {
		for _, c := range blocker.Containers {
			planned[c.ID] = c
		}
	}
	var strangers []*model.Container
	for _, user := range users {
		told, ok := planned[user.ID]
		switch {
		case !ok:
			strangers = append(strangers, user)
		case user.State.Running() && !told.State.Running():
			return changedStarted(told)
		}
	}
	if len(strangers) > 0 {
		return changedInUse(strangers)
	}
	return nil
}

// takeRef takes a reference away that still stands for the image of the step.
// Its error is of isMissingOnEngine when the reference is nowhere any more.
func (e *executor) takeRef(ctx context.Context, step *model.Step, ref string, o *outcome) error {
	if e.exactly {
		err := e.remove(ctx, exactRef(ref, step.Image().ID), false, step, o)
		if !isMissingOnEngine(err) {
			return err
		}
	}
	now, err := e.imageNow(ctx, ref)
	if err != nil {
		return err
	}
	if now.id != step.Image().ID {
		return changedMoved(ref, now.id)
	}
	return e.remove(ctx, ref, false, step, o)
}

// exactRef names a tag on an image: it stands for nothing once the tag moved.
func exactRef(tag string, id model.ImageID) string { return tag + "@" + string(id) }

// lateChange explains a refusal of more than one reference: the engine got a
// new one between the look and the deletion.
func (e *executor) lateChange(ctx context.Context, step *model.Step, o *outcome, refused error) error {
	if refuse(refused, step).Kind != model.RefusalReferences {
		return refused
	}
	now, err := e.imageNow(ctx, string(step.Image().ID))
	if err != nil {
		return refused
	}
	if err := e.unchanged(ctx, step, now, o); err != nil {
		return err
	}
	return refused
}

// verifyDeleted looks whether a deletion that the engine answered with success
// did delete the image.
func (e *executor) verifyDeleted(ctx context.Context, step *model.Step, o *outcome) error {
	o.state = model.StepDone
	if slices.Contains(o.deleted, step.Image().ID) {
		return nil
	}
	now, err := e.imageNow(ctx, string(step.Image().ID))
	switch {
	case isMissingOnEngine(err):
		return nil
	case err != nil:
		return err
	}
	o.fail(model.StepPartly, refuseUntagged())
	if tags := newTags(step, now); len(tags) > 0 {
		o.refusal = changedTagged(tags).refusal
	}
	return nil
}

// remove sends one deletion and reads what it did. Parents go along only where
// the plan lists them.
func (e *executor) remove(ctx context.Context, ref string, force bool, step *model.Step, o *outcome) error {
	options := client.ImageRemoveOptions{
		Force: force, PruneChildren: step.Removes(model.KindImage) && len(step.Prunes) > 0,
	}
	e.references.Invalidate(step.Image().ID)
	err := e.change(ctx, o, func(ctx context.Context) error {
		answer, err := e.api.ImageRemove(ctx, ref, options)
		e.read(answer.Items, step, o)
		return err
	})
	if stumbled(err, ref, step) {
		o.sent = true
	}
	return err
}

// conflictOver is a refusal to delete an image, by its short ID.
var conflictOver = regexp.MustCompile(`unable to delete ([0-9a-f]{12})\b`)

// stumbled reports whether a deletion failed over another image than its own: an
// untagged parent that went meanwhile with another of its children, or that such a
// child, which is being deleted, still stands on. The image itself is gone then.
func stumbled(err error, ref string, step *model.Step) bool {
	if err == nil || dockerx.IsTransient(err) {
		return false
	}
	if over := conflictOver.FindStringSubmatch(err.Error()); over != nil && errdefs.IsConflict(err) {
		return over[1] != step.Image().ID.Short()
	}
	if !errdefs.IsNotFound(err) && !errdefs.IsInternal(err) {
		return false
	}
	text := err.Error()
	return strings.Contains(text, "sha256:") && !strings.Contains(text, ref) && !strings.Contains(text, string(step.Image().ID))
}

// read takes in what an engine says that it removed. Graphdriver stores list
// the chain IDs of removed layers among the images.
func (e *executor) read(items []image.DeleteResponse, step *model.Step, o *outcome) {
	for _, item := range items {
		if item.Untagged != "" {
			o.untagged = append(o.untagged, model.FamiliarRef(model.Clean(item.Untagged)))
		}
		if item.Deleted == "" {
			continue
		}
		id := wire.ImageID(item.Deleted)
		if e.store == model.StoreGraph && isLayer(step, id) {
			o.layers = append(o.layers, model.ChainID(id))
		} else {
			o.deleted = append(o.deleted, id)
		}
	}
}
