package query

import "jettison/model"

func (c *compiler) state(name string) compiled {
	if info, _ := stateNamed(name); info.fact == model.FactContainers {
		return compiled{c.usage(name), costFlag}
	}
	switch name {
	case "dangling":
		return compiled{func(row *model.Row) truth { return truthOf(row.Ref == "") }, costFlag}
	case "pullable":
		return compiled{func(row *model.Row) truth { return truthOf(len(row.Image.Digests) > 0) }, costNumber}
	case "local":
		return compiled{func(row *model.Row) truth { return truthOf(len(row.Image.Digests) == 0) }, costNumber}
	case "leaf":
		return compiled{c.leaf(), costLookup}
	case "pinned":
		return ofKey(func(key model.Key) bool {
			_, is := c.env.Inventory.Pin(key)
			return is
		})
	}
	return ofKey(c.env.Marked)
}

func ofKey(is func(model.Key) bool) compiled {
	return compiled{func(row *model.Row) truth { return truthOf(is != nil && is(row.Key())) }, costLookup}
}

// usage judges the states that follow from the containers.
func (c *compiler) usage(name string) predicate {
	if !c.known(model.FactContainers) {
		return func(*model.Row) truth { return unknown }
	}
	listed := map[*model.Image]bool{}
	for _, container := range c.env.Inventory.Containers() {
		counts := name == "used" || name == "unused" || container.State.Running() == (name == "running")
		if image, ok := c.env.Inventory.Image(container.Image); ok && counts {
			listed[image] = true
		}
	}
	wanted := name != "unused"
	return func(row *model.Row) truth { return truthOf(listed[row.Image] == wanted) }
}

// lastUse judges the moment when a container last used the image. A removed
// container leaves no trace, so of an image without containers it is not known.
func (c *compiler) lastUse(accepted interval) predicate {
	if !c.known(model.FactContainers) {
		return func(*model.Row) truth { return unknown }
	}
	now := nanoseconds(c.env.Now)
	uses := map[*model.Image]bounds{}
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
	return func(row *model.Row) truth {
		if use, ok := uses[row.Image]; ok {
			return use.in(accepted)
		}
		return unknown
	}
}

// containerUse is when a container last used its image: now while it runs, else
// when it ended. Of one whose end is not known it is some time since it was
// created.
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
