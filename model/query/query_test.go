package query_test

import (
	"testing"

	"jettison/model/query"
)

// A state that code names must exist.
func TestNamesOfAnUnknownState(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("it does not panic")
		}
	}()
	new(query.Query).Names("markd")
}
