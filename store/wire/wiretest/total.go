// Package wiretest checks the tables of package wire.
package wiretest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jettison/store/wire"
)

// RequireTotal fails t unless a table has a name for each constant of an
// enumeration, each name stands for its own value alone, and no other text stands
// for any. folder is the folder of the package that declares the enumeration, and
// enumeration the name of its type. unnamed are the values that are never written.
func RequireTotal[T ~uint8](t *testing.T, names wire.Names[T], folder, enumeration string, unnamed ...T) {
	t.Helper()
	constants := constantsOf(t, folder, enumeration)
	if len(names) != len(constants) {
		t.Fatalf("%d names for the %d values of %s: %q", len(names), len(constants), enumeration, constants)
	}
	for index, constant := range constants {
		value := T(index)
		name := names.Of(value)
		if slices.Contains(unnamed, value) {
			if name != "" {
				t.Errorf("%s is written as %q", constant, name)
			}
			continue
		}
		if name == "" {
			t.Errorf("%s has no name", constant)
		}
		if back, ok := names.Value(name); !ok || back != value {
			t.Errorf("%s is written as %q and read as %v, %v", constant, name, back, ok)
		}
	}
	for _, other := range []string{"", "no such name"} {
		if value, ok := names.Value(other); ok {
			t.Errorf("%q is read as %v", other, value)
		}
	}
}

// constantsOf returns the names of the constants of an enumeration, in order. They are
// those of the constant declaration whose first constant has the type and is iota.
func constantsOf(t *testing.T, folder, enumeration string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			if group, ok := declaration.(*ast.GenDecl); ok && group.Tok == token.CONST {
				addConstants(found, group)
			}
		}
	}
	if len(found[enumeration]) == 0 {
		t.Fatalf("%s has no enumeration %s; of those there are %q", folder, enumeration, slices.Sorted(maps.Keys(found)))
	}
	return found[enumeration]
}

// addConstants adds the constants of a declaration by the name of their type.
func addConstants(found map[string][]string, group *ast.GenDecl) {
	of := "" // the enumeration that the constants belong to
	for _, spec := range group.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if len(value.Values) > 0 || value.Type != nil {
			of = ""
			if name, ok := value.Type.(*ast.Ident); ok && isIota(value.Values) {
				of = name.Name
			}
		}
		if of == "" {
			continue
		}
		for _, name := range value.Names {
			found[of] = append(found[of], name.Name)
		}
	}
}

func isIota(values []ast.Expr) bool {
	if len(values) != 1 {
		return false
	}
	name, ok := values[0].(*ast.Ident)
	return ok && name.Name == "iota"
}
