package model

// Action is the operation on a thing. Its zero value is no action.
type Action uint8

// The actions.
const (
	ActionRemove         Action = iota + 1 // remove the thing; an image with all its references
	ActionUntag                            // take one reference away; the image stays
	ActionRemovePlatform                   // remove one platform of an image; the image stays
)

// Op is an action on a target.
type Op struct {
	Action Action
	Target Target
	// For is the target that the action makes way for: the image that a container
	// holds. It is zero when the action is wanted for its own sake.
	For Target
}

// Removes reports whether a thing of a kind is removed.
func (o Op) Removes(kind Kind) bool { return o.Action == ActionRemove && o.Target.Kind == kind }

// Frees reports whether plans count the bytes that it gives back.
func (o Op) Frees() bool { return o.Action != ActionUntag && o.Target.Kind.of().frees() }

// RemovesPlatform reports whether a platform of an image is removed.
func (o Op) RemovesPlatform() bool { return o.Action == ActionRemovePlatform }

// Goal is the target for whose sake it is done: that which it makes way for, or
// its own.
func (o Op) Goal() Target {
	if o.MakesWay() {
		return o.For
	}
	return o.Target
}

// MakesWay reports whether it is done for the sake of another target.
func (o Op) MakesWay() bool { return o.For != (Target{}) }

// Image is the image that it is done for; empty when it is done for none.
func (o Op) Image() ImageID { return o.Goal().Image() }

// Container is the container that it is done to; empty for other kinds.
func (o Op) Container() ContainerID { return o.Target.Container() }

// Op returns the operation of the step, without the facts of the inventory.
func (s *Step) Op() Op {
	op := Op{Action: s.Action, Target: s.Thing.Target()}
	if s.For != nil {
		op.For = s.For.Target()
	}
	return op
}

// Removes reports whether the step removes a thing of a kind.
func (s *Step) Removes(kind Kind) bool {
	return s.Action == ActionRemove && s.Thing.Target().Kind == kind
}

// RemovesPlatform reports whether the step removes a platform of an image.
func (s *Step) RemovesPlatform() bool { return s.Action == ActionRemovePlatform }

// Goal is the thing for whose sake the step is there: that which it makes way for,
// or its own.
func (s *Step) Goal() Thing {
	if s.For != nil {
		return s.For
	}
	return s.Thing
}

// Image is the image that the step is there for; nil when it is there for none.
func (s *Step) Image() *Image {
	image, _ := s.Goal().(*Image)
	return image
}

// Tagged reports whether the image that the step is there for has a tag.
func (s *Step) Tagged() bool {
	image := s.Image()
	return image != nil && len(image.Tags) > 0
}

// Frees reports whether Reclaim counts what the step gives back.
func (s *Step) Frees() bool { return s.Op().Frees() }

// Container is the container that the step is about; nil for other kinds.
func (s *Step) Container() *Container {
	c, _ := s.Thing.(*Container)
	return c
}
