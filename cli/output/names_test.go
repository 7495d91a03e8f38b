package output

import (
	"testing"

	"jettison/model"
	"jettison/store/wire/wiretest"
)

func TestNamesAreTotal(t *testing.T) {
	t.Parallel()
	const folder = "../../model"
	wiretest.RequireTotal(t, storeNames(), folder, "Store")
	wiretest.RequireTotal(t, usageNames(), folder, "RowState")
	wiretest.RequireTotal(t, blockerNames(), folder, "BlockerKind")
	wiretest.RequireTotal(t, wayNames(), folder, "RestoreWay")
	wiretest.RequireTotal(t, remedyNames(), folder, "Remedy", model.RemedyNone)
}

// A step lists every remedy that was chosen for it.
func TestListedRemedies(t *testing.T) {
	t.Parallel()
	listed := map[model.Remedy]bool{}
	for _, remedy := range listedRemedies() {
		listed[remedy] = true
	}
	if len(listed) != len(listedRemedies()) {
		t.Errorf("some are listed twice: %v", listedRemedies())
	}
	for value, name := range remedyNames() {
		if remedy := model.Remedy(value); listed[remedy] == (remedy == model.RemedyNone) {
			t.Errorf("%q is listed: %v", name, listed[remedy])
		}
	}
}
