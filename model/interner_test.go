package model_test

import (
	"maps"
	"reflect"
	"testing"

	"jettison/model"
)

// Equal labels are one map, also where cleaning changes them.
func TestEqualLabelsAreOneMap(t *testing.T) {
	t.Parallel()
	in := model.NewInterner()
	for text, clean := range map[string]string{"plain": "plain", "two\nlines": model.Clean("two\nlines"), "\x1b[31mred": model.Clean("\x1b[31mred")} {
		labels := func() map[string]string { return map[string]string{"description": text, "other": "x"} }
		first, second := in.Labels(labels()), in.Labels(labels())
		if reflect.ValueOf(first).Pointer() != reflect.ValueOf(second).Pointer() {
			t.Errorf("%q: two maps", text)
		}
		if want := map[string]string{"description": clean, "other": "x"}; !maps.Equal(first, want) {
			t.Errorf("%q: %q, want %q", text, first, want)
		}
	}
	if in.Labels(nil) != nil {
		t.Error("no labels are a map")
	}
}
