package store

import (
	"strings"

	"jettison/model"
	"jettison/store/wire"
)

// SetOp sets what the step of an intent does.
func (l *JournalLine) SetOp(op model.Op) {
	l.Action = wire.Action(op.Action, op.Target.Kind)
	l.Target, l.For = wire.TargetOf(op.Target), wire.TargetOf(op.For)
	l.Image = op.Image()
}

// Op returns the operation of an intent, with its IDs cleaned. known is false if this version
// does not know the action.
func (l *JournalLine) Op() (op model.Op, known bool) {
	_, container, _ := strings.Cut(l.Container, " ")
	operation := wire.Operation{Action: l.Action, Target: l.Target, For: l.For, Image: l.Image, Container: model.ContainerID(container)}
	return operation.Read()
}
