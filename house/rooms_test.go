package house_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The table of the rooms names every package right below a room. The panes of the screen are named
// together.
func TestRoomsAreNamed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []string{"cli", "cleanup", "model", "dockerx", "store"} {
		sources, err := filepath.Glob(filepath.Join("..", room, "*", "*.go"))
		if err != nil || len(sources) == 0 {
			t.Fatal(sources, err)
		}
		told := map[string]bool{}
		for _, source := range sources {
			name := room + "/" + filepath.Base(filepath.Dir(source))
			if !told[name] && !strings.Contains(string(page), "`"+name+"`") {
				t.Errorf("CONTRIBUTING.md does not say what lives in %s", name)
			}
			told[name] = true
		}
	}
}
