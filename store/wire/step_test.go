package wire_test

import (
	"testing"

	"jettison/store/wire"
	"jettison/store/wire/wiretest"
)

func TestNamesAreTotal(t *testing.T) {
	t.Parallel()
	const model = "../../model"
	wiretest.RequireTotal(t, wire.Actions(), model, "StepKind")
	wiretest.RequireTotal(t, wire.States(), model, "StepState")
	wiretest.RequireTotal(t, wire.Verdicts(), model, "Verdict")
}
