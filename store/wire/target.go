package wire

import "jettison/model"

// Target is the identity of a thing in files and documents.
type Target struct {
	Kind string `json:"kind"` // one of Kinds
	ID   string `json:"id"`
}

// TargetOf returns a target as it is written; nil for none.
func TargetOf(t model.Target) *Target {
	if t == (model.Target{}) {
		return nil
	}
	return &Target{Kind: Kinds().Of(t.Kind), ID: t.ID}
}

// Read returns the target that was written, its ID cleaned; ok is false when it is none,
// or none that this version knows.
func (t *Target) Read() (target model.Target, ok bool) {
	if t == nil {
		return model.Target{}, false
	}
	kind, ok := Kinds().Value(t.Kind)
	target = model.Target{Kind: kind, ID: model.Clean(t.ID)}
	return target, ok && target.ID != ""
}

// Operation is what a line of the journal or a step of a document says of what is done.
// Those that jettison wrote before there were targets have only the image and the
// container.
type Operation struct {
	Action      string
	Target, For *Target
	Image       model.ImageID     // the one concerned; of a container, the one that it holds
	Container   model.ContainerID // that is removed
}

// Read returns the operation; ok is false when this version does not know of such a
// one, or it does not say what it is about.
func (o *Operation) Read() (op model.Op, ok bool) {
	action, kind, ok := ActionNamed(o.Action)
	if !ok {
		return model.Op{}, false
	}
	op.Action = action
	image := model.ImageID(model.Clean(string(o.Image))).Target()
	switch {
	case o.Target != nil:
		if op.Target, ok = o.Target.Read(); ok && o.For != nil {
			op.For, ok = o.For.Read()
		}
	case kind == model.KindImage:
		op.Target = image
	case kind == model.KindContainer:
		op.Target, op.For = model.ContainerID(model.Clean(string(o.Container))).Target(), image
	}
	if op.For.ID == "" {
		op.For = model.Target{}
	}
	return op, ok && op.Target.Kind == kind && op.Target.ID != ""
}
