package query

import (
	"fmt"
	"os"
	"reflect"
	"testing"

	"jettison/model"
)

// TestMain runs no test while an entry of a table lacks its matcher.
func TestMain(m *testing.M) {
	requireTable(images())
	requireTable(containers())
	requireTable(volumes())
	requireTable(caches())
	os.Exit(m.Run())
}

func requireTable[T any](t table[T]) {
	for _, f := range t.fields {
		requireWhole("field", f.name, f.values)
	}
	for _, s := range t.states {
		requireWhole("state", s.name, s.judge)
	}
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
	for _, matcher := range []any{nil, countType[*model.Row]{}, countOf[*model.Row](rowNumber(nil)), textOf[*model.Row](rowText{repoOf, nil}), imageState(nil)} {
		if isWhole(reflect.ValueOf(matcher)) {
			t.Errorf("%#v passes for a matcher", matcher)
		}
	}
}
