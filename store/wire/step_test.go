package wire_test

import (
	"slices"
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
	for value := range wire.Kinds() {
		if kind := model.Kind(value); kind != model.KindUnknown && !slices.Contains(model.Kinds(), kind) {
			t.Errorf("model.Kinds does not list %q", wire.Kinds().Of(kind))
		}
	}
	wiretest.RequireTotal(t, wire.States(), folder, "StepState")
	wiretest.RequireTotal(t, wire.Verdicts(), folder, "Verdict", model.VerdictNone)
	wiretest.RequireTotal(t, wire.AlongBacks(), folder, "AlongBack")
	wiretest.RequireTotal(t, wire.ManifestKinds(), folder, "ManifestKind")
}

func TestSource(t *testing.T) {
	t.Parallel()
	for want, source := range map[string]model.Source{
		"":                  {},
		"x":                 {URL: "x"},
		"x at v1":           {URL: "x", Revision: "v1"},
		"x at 3f2a91c07d55": {URL: "x", Revision: "3f2a91c07d55aa0012bb"},
	} {
		if got := wire.Source(source); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
