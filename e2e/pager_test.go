//go:build unix

package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"jettison/keymap"
)

// $PAGER shows the JSON of an image; then the screen is as it was.
func TestJourneyThroughAPager(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "shown")
	pager := `PAGER=cat > "` + file + `"; echo READING; read line < /dev/tty`
	p := start(t, 100, 30, func() []string { return []string{"env", pager, program, "--demo"} })
	p.Sees("live", "GB unused")
	p.Do(keymap.Details)
	p.Sees("Platform", "linux/", "layers, the base first")
	p.Do(keymap.Pager)
	p.Sees("READING")
	p.Misses("jettison")
	p.Do("\n")
	p.Sees("jettison", "live", "Platform", "linux/", "layers, the base first", "esc back")
	p.Misses("READING")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var image struct{ ID, Os string }
	if err := json.Unmarshal(text, &image); err != nil || image.ID == "" || image.Os != "linux" {
		t.Errorf("%v: the pager got\n%s", err, text)
	}
	p.Do(keymap.Quit)
	p.Ends(0)
}

// A pager that is not there is named, and the screen stays.
func TestJourneyToAMissingPager(t *testing.T) {
	t.Parallel()
	p := start(t, 100, 30, func() []string { return []string{"env", "PAGER=no-such-pager -R", program, "--demo"} })
	p.Sees("live", "GB unused")
	p.Do(keymap.Details)
	p.Sees("linux/")
	p.Do(keymap.Pager)
	p.Sees(`The pager "no-such-pager -R" was not found`, "linux/")
	p.Do(keymap.Quit)
	p.Ends(0)
}
