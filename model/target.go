package model

// Target is the identity of a thing on one engine: what a step, a mark, a remedy
// and a line of the journal are about.
type Target struct {
	Kind Kind
	ID   string // of that kind: an image ID, a container ID, the name of a volume, …
}

// Short is the ID as people see it: the 12 hex digits that docker shows, the whole
// name of what goes by a name.
func (t Target) Short() string { return t.Kind.of().short(t.ID) }

// Argument is what docker's commands take for the target, given what it is called: a container
// by that, everything else by its ID.
func (t Target) Argument(called string) string { return t.Kind.of().argument(t.ID, called) }

// Image is the ID of the image that a target is; empty for other kinds.
func (t Target) Image() ImageID {
	if t.Kind != KindImage {
		return ""
	}
	return ImageID(t.ID)
}

// Container is the ID of the container that a target is; empty for other kinds.
func (t Target) Container() ContainerID {
	if t.Kind != KindContainer {
		return ""
	}
	return ContainerID(t.ID)
}

// Target is the image as a target.
func (id ImageID) Target() Target { return Target{Kind: KindImage, ID: string(id)} }

// Target is the container as a target.
func (id ContainerID) Target() Target { return Target{Kind: KindContainer, ID: string(id)} }

// Thing is a thing of an inventory, such as an *Image or a *Container.
type Thing interface {
	Target() Target
	// Called returns the name of the thing, or its short ID if it has none.
	Called() string
}

// ThingsOf returns those things that are of one type, such as *Container, in their order.
func ThingsOf[T Thing](things []Thing) []T {
	var all []T
	for _, thing := range things {
		if one, ok := thing.(T); ok {
			all = append(all, one)
		}
	}
	return all
}

// AsThings converts things of one type to Things.
func AsThings[T Thing](all []T) []Thing {
	things := make([]Thing, len(all))
	for i, thing := range all {
		things[i] = thing
	}
	return things
}

// Target implements Thing.
func (i *Image) Target() Target { return i.ID.Target() }

// Called implements Thing.
func (i *Image) Called() string { return i.Name() }

// Target implements Thing.
func (c *Container) Target() Target { return c.ID.Target() }

// Called implements Thing.
func (c *Container) Called() string { return c.Name }
