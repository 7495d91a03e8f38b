package query

import "jettison/model"

// ofContainers is a state that depends on whether an image has containers that
// count. It is unknown until the containers are known.
func ofContainers(counts func(*model.Container) bool, wanted bool) func(*compiler) compiled {
	return func(c *compiler) compiled {
		if !c.known(model.FactContainers) {
			return compiled{undecided, costFlag}
		}
		users := map[*model.Image]bool{}
		for _, container := range c.env.Inventory.Containers() {
			if image, ok := c.env.Inventory.Image(container.Image); ok && counts(container) {
				users[image] = true
			}
		}
		return compiled{func(row *model.Row) truth { return truthOf(users[row.Image] == wanted) }, costFlag}
	}
}

func anyContainer(*model.Container) bool { return true }

func isRunning(c *model.Container) bool { return c.State.Running() }

func isStopped(c *model.Container) bool { return !c.State.Running() }

// lastUse prepares the last use of images by a container. A removed container
// leaves no trace, so the last use of an image without containers is unknown.
func lastUse(c *compiler) func(*model.Row) bounds {
	uses := map[*model.Image]bounds{}
	if c.known(model.FactContainers) {
		now := nanoseconds(c.env.Now)
		for _, container := range c.env.Inventory.Containers() {
			image, ok := c.env.Inventory.Image(container.Image)
			if !ok {
				continue
			}
			use := containerUse(container, now)
			if last, ok := uses[image]; ok {
				use = bounds{max(last.low, use.low), max(last.high, use.high)}
			}
			uses[image] = use
		}
	}
	return func(row *model.Row) bounds {
		if use, ok := uses[row.Image]; ok {
			return use
		}
		return anything()
	}
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
