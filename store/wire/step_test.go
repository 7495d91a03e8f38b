package wire_test

import (
	"testing"

	"jettison/model"
	"jettison/store/wire"
	"jettison/store/wire/wiretest"
)

func TestNamesAreTotal(t *testing.T) {
	t.Parallel()
	const folder = "../../model"
	wiretest.RequireTotal(t, wire.Kinds(), folder, "Kind", model.KindUnknown)
	wiretest.RequireTotal(t, wire.Removals(), folder, "Kind", model.KindUnknown)
	wiretest.RequireTotal(t, wire.States(), folder, "StepState")
	wiretest.RequireTotal(t, wire.Verdicts(), folder, "Verdict")
}
