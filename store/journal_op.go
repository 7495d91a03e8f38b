package store

import (
	"strings"

	"jettison/model"
	"jettison/store/wire"
)

// Op is what the step of an intent was to do, its IDs cleaned; known is false when
// this version knows of no such action.
func (l *JournalLine) Op() (op model.Op, known bool) {
	action, kind, known := wire.ActionNamed(l.Action)
	if !known {
		return model.Op{}, false
	}
	image := model.ImageID(model.Clean(string(l.Image))).Target()
	switch kind {
	case model.KindImage:
		return model.Op{Action: action, Target: image}, true
	case model.KindContainer:
		_, container, _ := strings.Cut(model.Clean(l.Container), " ")
		return model.Op{Action: action, Target: model.ContainerID(container).Target(), For: image}, true
	case model.KindUnknown, model.KindVolume, model.KindCache:
	}
	return model.Op{}, false
}
