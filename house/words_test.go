package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The model returns values; package model/words formats them for people. Exceptions are
// errors, which are texts everywhere, and the queries of package query.
func TestModelKnowsNoWords(t *testing.T) {
	t.Parallel()
	wordy := regexp.MustCompile(`(^|[a-z])Words?$`)
	err := filepath.WalkDir("../model", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "words" || entry.Name() == "modeltest" || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if ok && f.Recv != nil && f.Name.IsExported() && wordy.MatchString(f.Name.Name) {
				t.Errorf("%s: %s puts in words what model/words should", files.Position(f.Pos()), f.Name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
