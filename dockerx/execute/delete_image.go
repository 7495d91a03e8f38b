package execute

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/model"
	"jettison/model/reference"
)

// deleteImage deletes an image. The request can't hit another image than the one planned,
// and takes no reference that the plan does not list.
func (e *executor) deleteImage(ctx context.Context, step *model.Step, o *outcome) error {
	if err := e.users.check(ctx, step); err != nil {
		return err
	}
	if e.exactly && len(step.Refs) == 1 && !reference.IsDigest(step.Refs[0]) && !step.Force {
		return e.deleteExactly(ctx, step, o)
	}
	return e.deleteByID(ctx, step, o)
}

// deleteExactly deletes an image by its only tag and its ID in one reference. The engine
// compares them, which saves an inspection: that takes the containerd store longer than
// the deletion.
func (e *executor) deleteExactly(ctx context.Context, step *model.Step, o *outcome) error {
	err := e.remove(ctx, exactRef(step.Refs[0], step.Image().ID), false, step, o)
	if isMissingOnEngine(err) {
		// The tag or the image is gone: look which.
		return e.deleteByID(ctx, step, o)
	}
	if err != nil {
		return err
	}
	return e.verifyDeleted(ctx, step, o)
}

// deleteByID deletes an image by its ID. It first checks that the image still has the
// references of the plan, and removes all but one of them, since engines refuse to delete
// an ID that has several.
func (e *executor) deleteByID(ctx context.Context, step *model.Step, o *outcome) error {
	now, err := e.knownImage(ctx, step.Image().ID)
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
		if err := e.usersAsPlanned(ctx, step); err != nil {
			return err
		}
	}
	if extra := extraRefs(step, now); len(extra) > 0 {
		if err := e.removeExtraRefs(ctx, step, extra, o); err != nil {
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

// removeLast deletes an image that has one reference left, by its ID. If the engine compares
// tag and ID, the request has both: given the ID alone, the containerd store keeps an image
// that has children, and says that it deleted it.
func (e *executor) removeLast(ctx context.Context, step *model.Step, now imageState, o *outcome) error {
	if e.exactly && !step.Force && len(now.tags) > 0 {
		err := e.remove(ctx, exactRef(now.tags[len(now.tags)-1], step.Image().ID), false, step, o)
		if !isMissingOnEngine(err) {
			return err
		}
	}
	return e.remove(ctx, string(step.Image().ID), step.Force, step, o)
}

// unchanged returns an error if the references of an image are not those of the plan. A tag
// that no longer exists counts as removed, and so does one that this job removed in an
// earlier try.
func (e *executor) unchanged(ctx context.Context, step *model.Step, now imageState, o *outcome) error {
	if tags := newTags(step, now); len(tags) > 0 {
		return changedTagged(tags)
	}
	if digests := newRepositories(step, now); len(digests) > 0 {
		return changedTagged(digests)
	}
	for _, ref := range step.Refs {
		if slices.Contains(now.refs(step.Image()), ref) || slices.Contains(o.untagged, ref) {
			continue
		}
		other, err := e.currentImage(ctx, ref)
		switch {
		case err == nil && other.id != step.Image().ID:
			return changedMoved(ref, other.id)
		case err != nil && !isMissingOnEngine(err):
			return err
		}
	}
	return nil
}

// newTags returns the tags of an image that the plan does not list.
func newTags(step *model.Step, now imageState) []string {
	return slices.DeleteFunc(slices.Clone(now.tags), func(tag string) bool { return slices.Contains(step.Refs, tag) })
}

// newRepositories returns the digest references in repositories that the image was not in
// when the plan was made: somebody has pulled it by digest.
func newRepositories(step *model.Step, now imageState) []string {
	known := map[string]bool{}
	for _, refs := range [][]string{step.Refs, step.Image().Tags, step.Image().Digests} {
		for _, ref := range refs {
			repo, _ := reference.Split(ref)
			known[repo] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(now.digests), func(ref string) bool {
		repo, _ := reference.Split(ref)
		return known[repo]
	})
}

// extraRefs returns the references that must go before the image can be deleted by its ID:
// all but one, a tag if it has any. Digests in the repository of a tag go with it.
func extraRefs(step *model.Step, now imageState) []string {
	refs := now.refs(step.Image())
	if len(refs) < 2 {
		return nil
	}
	last := max(0, len(now.tags)-1)
	return slices.Delete(slices.Clone(refs), last, last+1)
}

// removeExtraRefs removes references before a deletion. It looks for containers first:
// because of them the engine would refuse the deletion, and the image would have lost its
// names for nothing.
func (e *executor) removeExtraRefs(ctx context.Context, step *model.Step, extra []string, o *outcome) error {
	if !step.Force {
		if err := e.unused(ctx, step); err != nil {
			return err
		}
	}
	for _, ref := range extra {
		if err := e.removeRef(ctx, step, ref, o); err != nil && !isMissingOnEngine(err) {
			return err
		}
	}
	return nil
}

// unused returns an error if containers use an image whose names are to be taken.
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

// usersAsPlanned returns an error if an image whose deletion is forced has other containers
// than the plan lists, or one of them was started: Podman kills and removes all containers
// that it finds.
func (e *executor) usersAsPlanned(ctx context.Context, step *model.Step) error {
	users, err := e.currentUsers(ctx, step.Image().ID)
	if err != nil {
		return err
	}
	planned := map[model.ContainerID]*model.Container{}
	for _, blocker := range step.Blockers {
		for _, c := range model.ThingsOf[*model.Container](blocker.Things) {
			planned[c.ID] = c
		}
	}
	var unplanned []*model.Container
	for _, user := range users {
		told, ok := planned[user.ID]
		switch {
		case !ok:
			unplanned = append(unplanned, user)
		case user.State.Running() && !told.State.Running():
			return changedStarted(told)
		}
	}
	if len(unplanned) > 0 {
		return changedInUse(unplanned)
	}
	return nil
}

// removeRef removes a reference, if it still names the image of the step. If the reference
// no longer exists, its error is one that isMissingOnEngine recognizes.
func (e *executor) removeRef(ctx context.Context, step *model.Step, ref string, o *outcome) error {
	if e.exactly && !reference.IsDigest(ref) {
		err := e.remove(ctx, exactRef(ref, step.Image().ID), false, step, o)
		if !isMissingOnEngine(err) {
			return err
		}
	}
	now, err := e.currentImage(ctx, ref)
	if err != nil {
		return err
	}
	if now.id != step.Image().ID {
		return changedMoved(ref, now.id)
	}
	if tags := e.goWithDigest(now, ref); len(tags) > 0 {
		return changedTagged(tags)
	}
	return e.remove(ctx, ref, false, step, o)
}

// goWithDigest returns the tags that the containerd store, or one that may be it, would remove
// with a digest reference: all of the same repository.
func (e *executor) goWithDigest(now imageState, ref string) []string {
	if e.store == model.StoreGraph || e.store == model.StorePodman || !reference.IsDigest(ref) {
		return nil
	}
	of, _ := reference.Split(ref)
	return slices.DeleteFunc(slices.Clone(now.tags), func(tag string) bool {
		repo, _ := reference.Split(tag)
		return repo != of
	})
}

// exactRef returns a reference to a tag of an image, which names nothing once the tag has
// moved.
func exactRef(tag string, id model.ImageID) string { return tag + "@" + string(id) }

// lateChange explains why the engine refused to delete an image that has several
// references: it got a new one between the inspection and the deletion.
func (e *executor) lateChange(ctx context.Context, step *model.Step, o *outcome, refused error) error {
	if refuse(refused, step).Kind != model.RefusalReferences {
		return refused
	}
	now, err := e.currentImage(ctx, string(step.Image().ID))
	if err != nil {
		return refused
	}
	if err := e.unchanged(ctx, step, now, o); err != nil {
		return err
	}
	return refused
}

// verifyDeleted checks that a deletion which the engine answered with success did delete
// the image.
func (e *executor) verifyDeleted(ctx context.Context, step *model.Step, o *outcome) error {
	o.state = model.StepDone
	if slices.Contains(o.deleted, step.Image().ID) {
		return nil
	}
	now, err := e.currentImage(ctx, string(step.Image().ID))
	switch {
	case isMissingOnEngine(err):
		return nil
	case err != nil:
		return err
	}
	kept := now.refs(step.Image())
	lost := func(ref string) bool { return !slices.Contains(kept, ref) }
	switch tags := newTags(step, now); {
	case len(tags) > 0:
		o.fail(model.StepPartly, changedTagged(tags).refusal)
	case len(step.Refs) > 0 && !slices.ContainsFunc(step.Refs, lost):
		o.fail(model.StepFailed, &model.Refusal{Kind: model.RefusalIgnored})
	default:
		o.fail(model.StepPartly, &model.Refusal{Kind: model.RefusalUntagged})
	}
	return nil
}

// remove sends one deletion and reads what it did. It lets the engine remove parents too
// only if the plan lists them.
func (e *executor) remove(ctx context.Context, ref string, force bool, step *model.Step, o *outcome) error {
	options := client.ImageRemoveOptions{
		Force: force, PruneChildren: step.Removes(model.KindImage) && len(step.Prunes) > 0,
	}
	e.references.Invalidate(step.Image().ID)
	mark, told := e.owners.mark(), len(o.along)
	err := e.change(ctx, o, func(ctx context.Context) error {
		answer, err := e.api.ImageRemove(ctx, ref, options)
		e.read(answer.Items, ref, step, o)
		return err
	})
	if err == nil && len(o.along) == told && slices.Contains(o.untagged, ref) && !asksExactly(ref, step) {
		e.readOwner(ctx, ref, mark, step, o)
	}
	if failedOnOtherImage(err, ref, step) {
		o.sent = true
	}
	return err
}

// readOwner adds to the outcome that the name which a request took was another image's by then.
func (e *executor) readOwner(ctx context.Context, ref string, mark int, step *model.Step, o *outcome) {
	owner, known := e.owners.of(ctx, step.Image().ID, mark, e.goes)
	if known && owner != step.Image().ID {
		o.along = append(o.along, model.Along{Ref: ref, Image: owner})
	}
}

// conflictOver matches a refusal to delete an image, with its short ID.
var conflictOver = regexp.MustCompile(`unable to delete ([0-9a-f]{12})\b`)

// failedOnOtherImage reports whether a deletion failed because of another image: an untagged
// parent that went meanwhile with another of its children, or that is still the parent of
// one that is being deleted. The image itself is gone then.
func failedOnOtherImage(err error, ref string, step *model.Step) bool {
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

// deletesExactly reports whether the engine executes "DELETE name:tag@ID" only while the tag
// names that image. The containerd store does since Docker 26: its IDs are the digests that
// it checks such a reference against.
func deletesExactly(engine model.Engine) bool {
	return engine.MajorVersion() >= 26 && engine.Store == model.StoreContainerd
}
