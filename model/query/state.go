package query

import (
	"time"

	"jettison/model"
)

func (c *compiler) state(name string) compiled {
	if info, _ := stateNamed(name); info.fact == model.FactContainers {
		return compiled{c.usage(name), costLookup}
	}
	switch name {
	case "dangling":
		return ofImage((*model.Image).Dangling)
	case "pullable":
		return ofImage(func(image *model.Image) bool { return len(image.Digests) > 0 })
	case "local":
		return ofImage(func(image *model.Image) bool { return len(image.Digests) == 0 })
	case "leaf":
		return compiled{c.leaf(), costLookup}
	case "pinned":
		return ofKey(c.env.Pinned)
	}
	return ofKey(c.env.Marked)
}

func ofImage(is func(*model.Image) bool) compiled {
	return compiled{func(row *model.Row) truth { return truthOf(is(row.Image)) }, costNumber}
}

func ofKey(is func(model.Key) bool) compiled {
	return compiled{func(row *model.Row) truth { return truthOf(is != nil && is(row.Key())) }, costLookup}
}

// usage judges the states that follow from the containers.
func (c *compiler) usage(name string) predicate {
	if !c.known(model.FactContainers) {
		return func(*model.Row) truth { return unknown }
	}
	inv := c.env.Inventory
	return func(row *model.Row) truth {
		users := inv.Users(row.Image.ID)
		switch name {
		case "unused":
			return truthOf(len(users) == 0)
		case "used":
			return truthOf(len(users) > 0)
		}
		for _, user := range users {
			if user.State.Running() == (name == "running") {
				return yes
			}
		}
		return no
	}
}

// lastUse judges the moment when a container last used the image. A removed
// container leaves no trace, so of an image without containers it is not known.
func (c *compiler) lastUse(accepted interval) predicate {
	if !c.known(model.FactContainers) {
		return func(*model.Row) truth { return unknown }
	}
	inv, now := c.env.Inventory, c.env.Now
	return func(row *model.Row) truth {
		users := inv.Users(row.Image.ID)
		if len(users) == 0 {
			return unknown
		}
		return lastUse(users, now).in(accepted)
	}
}

// lastUse is the latest moment at which one of the containers used its image.
func lastUse(users []*model.Container, now time.Time) bounds {
	last := bedrock()
	for _, user := range users {
		use := containerUse(user, nanoseconds(now))
		last.low, last.high = max(last.low, use.low), max(last.high, use.high)
	}
	return last
}

// bedrock is earlier than every moment.
func bedrock() bounds { return exactly(anything().low) }

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
