package query

import (
	"slices"

	"jettison/model"
)

// usedBy is a state of images with a container that counts. It is unknown until
// the containers are known.
type usedBy func(*model.Container) bool

func (counts usedBy) judge(c *compiler) compiled[*model.Row] {
	return judgeUse(c, func(inv *model.Inventory, id model.ImageID) bool { return slices.ContainsFunc(inv.Users(id), counts) })
}

// inUse is whether anything uses an image.
type inUse bool

func (wanted inUse) judge(c *compiler) compiled[*model.Row] {
	return judgeUse(c, func(inv *model.Inventory, id model.ImageID) bool { return inv.InUse(id) == bool(wanted) })
}

func judgeUse(c *compiler, is func(*model.Inventory, model.ImageID) bool) compiled[*model.Row] {
	if !c.known(model.FactContainers) {
		return compiled[*model.Row]{undecided, costFlag}
	}
	return compiled[*model.Row]{func(row *model.Row) truth { return truthOf(is(c.env.Inventory, row.Image.ID)) }, costFlag}
}

func isRunning(c *model.Container) bool { return c.State.Running() }

func isStopped(c *model.Container) bool { return !c.State.Running() }

// lastUse is when a container last used an image. A removed container leaves no
// trace, so the last use of an image without containers is unknown.
type lastUse struct{}

func (lastUse) compareMoment(c *compiler, accepted interval) compiled[*model.Row] {
	if !c.known(model.FactContainers) {
		return compiled[*model.Row]{undecided, costLookup}
	}
	now := nanoseconds(c.env.Now)
	uses := map[*model.Image]bounds{}
	for _, container := range c.env.Inventory.Containers() {
		for _, image := range c.env.Inventory.ImagesOf(container) {
			use := containerUse(container, now)
			if last, ok := uses[image]; ok {
				use = bounds{max(last.low, use.low), max(last.high, use.high)}
			}
			uses[image] = use
		}
	}
	return compiled[*model.Row]{func(row *model.Row) truth {
		if use, ok := uses[row.Image]; ok {
			return use.in(accepted)
		}
		return unknown
	}, costLookup}
}

// containerUse returns when a container last used its image: now if it runs,
// else when it ended. If its end is not known, that is some time since its
// creation.
func containerUse(c *model.Container, now int64) bounds {
	switch {
	case c.State.Running():
		return exactly(now)
	case !c.Since.IsZero():
		return exactly(nanoseconds(c.Since))
	case c.Created.IsZero():
		return bounds{anything().low, now}
	case c.State == model.StateCreated:
		return exactly(nanoseconds(c.Created))
	}
	return bounds{min(nanoseconds(c.Created), now), now}
}
