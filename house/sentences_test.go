package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sentenceWords is how many words make a literal look like something that a person reads.
const sentenceWords = 3

// roomsWithoutSentences hold typed facts; package model/words has the sentences. What is
// below them counts too, except for what sentencesMayStandIn.
func roomsWithoutSentences() []string { return []string{"../model", "../dockerx", "../store"} }

// sentencesMayStandIn lists folders and files that may have sentences, and why.
func sentencesMayStandIn() map[string]string {
	return map[string]string{
		"../model/words":                 "the room of the words",
		"../model/query":                 "the texts about the language, its documentation and its mistakes are one with its grammar",
		"../model/modeltest":             "made-up inventories for tests",
		"../dockerx/contract":            "tests",
		"../dockerx/enginetest":          "support of tests, and the program that measures",
		"../dockerx/sim":                 "plays an engine, and answers with the texts of engines",
		"../store/wire/wiretest":         "support of tests",
		"../model/cache_source.go":       "recognizes the descriptions of BuildKit",
		"../dockerx/ssh.go":              "recognizes the texts of ssh",
		"../store/journal_read.go":       "tells of a line of a file that it can't be read, as an error would",
		"../store/samples_line.go":       "tells of a line of a file that it can't be read, as an error would",
		"../store/archive/reader.go":     "tells of a file that it is damaged, in an error",
		"../store/archive/volume.go":     "tells of a file that it is damaged, in an error",
		"../store/archive/manifest.go":   "tells of a file that it is damaged, in an error",
		"../dockerx/endpoint.go":         "names where an address comes from, for tests of that",
		"../dockerx/sockets.go":          "names where an address comes from, for tests of that",
		"../dockerx/internal/jsonstream": "errors of a decoder",
	}
}

// takesTexts are functions whose texts no person reads as such: errors, and texts of others
// that are recognized.
func takesTexts() []string {
	return []string{
		"errors.New", "fmt.Errorf", "panic", "regexp.MustCompile",
		"strings.Contains", "strings.HasPrefix", "strings.HasSuffix", "strings.TrimPrefix", "strings.Cut",
	}
}

func TestSentencesStandInWords(t *testing.T) {
	t.Parallel()
	allowed, used := sentencesMayStandIn(), map[string]bool{}
	for _, room := range roomsWithoutSentences() {
		err := filepath.WalkDir(room, func(path string, entry fs.DirEntry, err error) error {
			path = filepath.ToSlash(path)
			_, excused := allowed[path]
			switch {
			case err != nil:
				return err
			case excused && entry.IsDir():
				used[path] = true
				return fs.SkipDir
			case entry.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"):
				return nil
			}
			found, err := sentencesIn(path)
			if excused {
				used[path] = len(found) > 0
				return err
			}
			for _, at := range found {
				t.Errorf("%s: a sentence that package model/words should have", at)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for path := range allowed {
		if !used[path] {
			t.Errorf("%s has no sentence that needs to be allowed", path)
		}
	}
}

// The check sees what people would read, and neither errors nor texts that are recognized.
func TestSentencesAreFound(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "texts.go")
	const code = `package texts

func words(err error) string {
	if strings.Contains(err.Error(), "no such image there") {
		panic("this never happens at all")
	}
	return "The image is gone."
}

func (wrong) Error() string { return "it is all wrong" }

var errWrong = errors.New("it is all wrong")
`
	if err := os.WriteFile(path, []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := sentencesIn(path)
	if err != nil || len(found) != 1 || !strings.HasSuffix(found[0], `"The image is gone."`) {
		t.Errorf("found %q, %v", found, err)
	}
}

// sentencesIn finds the texts of a file that look like sentences for people.
func sentencesIn(path string) (found []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			return node.Recv == nil || node.Name.Name != "Error" // the text of an error
		case *ast.CallExpr:
			return !slices.Contains(takesTexts(), calledAs(node.Fun))
		case *ast.BasicLit:
			text, quoted := strconv.Unquote(node.Value)
			if node.Kind == token.STRING && quoted == nil && len(strings.Fields(text)) >= sentenceWords {
				found = append(found, files.Position(node.Pos()).String()+" "+node.Value)
			}
		}
		return true
	})
	return found, nil
}

// calledAs returns the name that a function is called by, such as "fmt.Errorf".
func calledAs(function ast.Expr) string {
	switch function := function.(type) {
	case *ast.Ident:
		return function.Name
	case *ast.SelectorExpr:
		if in, ok := function.X.(*ast.Ident); ok {
			return in.Name + "." + function.Sel.Name
		}
	}
	return ""
}
