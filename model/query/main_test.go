package query

import (
	"fmt"
	"os"
	"reflect"
	"testing"
)

// TestMain runs no test while an entry of a table lacks its matcher.
func TestMain(m *testing.M) {
	for _, f := range fields() {
		requireWhole("field", f.name, f.kind)
	}
	for _, s := range states() {
		requireWhole("state", s.name, s.judge)
	}
	os.Exit(m.Run())
}

// requireWhole ends the run if the matcher of an entry, or a part of it, is nil.
func requireWhole(table, name string, matcher any) {
	if isWhole(reflect.ValueOf(matcher)) {
		return
	}
	fmt.Fprintf(os.Stderr, "the %s %q has no matcher: %#v\n", table, name, matcher)
	os.Exit(1)
}

func isWhole(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Func, reflect.Pointer:
		return !v.IsNil()
	case reflect.Interface:
		return !v.IsNil() && isWhole(v.Elem())
	case reflect.Struct:
		for _, part := range v.Fields() {
			if !isWhole(part) {
				return false
			}
		}
	default:
	}
	return true
}

func TestMissingMatchersAreFound(t *testing.T) {
	t.Parallel()
	for _, matcher := range []any{nil, countKind{}, countKind{rowNumber(nil)}, textKind{rowText{repoOf, nil}}, imageState(nil)} {
		if isWhole(reflect.ValueOf(matcher)) {
			t.Errorf("%#v passes for a matcher", matcher)
		}
	}
}
