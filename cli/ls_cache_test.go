package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// builder is an engine with a build cache: base ← deps ← app, a mount, and one in use.
func builder() *modeltest.World {
	w := shop()
	record := func(id, kind, description string, size int64, days int, parents ...string) *model.CacheRecord {
		at := w.Now.AddDate(0, 0, -days)
		r := &model.CacheRecord{ID: id, Type: kind, Description: description, Size: size, Parents: parents, Created: at, LastUsed: at, Uses: 2}
		w.Cache = append(w.Cache, r)
		return r
	}
	w.Cache = nil
	record("base", model.CacheRegular, "pulled from docker.io/library/node:22", 90e6, 60).Shared = true
	record("deps", model.CacheRegular, "[deps 2/2] RUN /bin/sh -c npm ci", 50e6, 50, "base")
	record("app", model.CacheRegular, "[build 3/3] RUN npm run build", 20e6, 1, "deps")
	record("mount", model.CacheMount, "cached mount /root/.npm from exec /bin/sh -c npm ci with id \"//root/.npm\"", 70e6, 40)
	record("busy", model.CacheLocal, "local source for context", 5e6, 45).InUse = true
	return w
}

func TestLsOfTheCache(t *testing.T) {
	t.Parallel()
	b := newHarness(t, builder(), sim.Options{})
	for _, tt := range []struct{ args, want string }{
		{"--format|{{.ID}}|kind:cache", "base\nmount\ndeps\napp\nbusy\n"},
		{"--format|{{.ID}} {{.CacheType}}|kind:cache used>4w private -inuse", "mount exec.cachemount\ndeps regular\n"},
		{"--format|{{.ID}}|--sort|created|kind:cache size>=20MB", "app\nmount\ndeps\nbase\n"},
		{"-q|kind:cache type:source.*", "busy\n"},
		{"--format|{{.ID}}|kind:cache npm", "mount\ndeps\napp\n"},
	} {
		if got := b.succeeds(append([]string{"ls"}, strings.Split(tt.args, "|")...)...); got != tt.want {
			t.Errorf("%s prints %q, want %q", tt.args, got, tt.want)
		}
	}
	for _, text := range []string{"RUN npm ci", "cache mount", "0 B", "70 MB", "in use", "7 weeks ago"} {
		if got := b.succeeds("ls", "kind:cache"); !strings.Contains(got, text) {
			t.Errorf("no %q in\n%s", text, got)
		}
	}
}

// Records of the build cache go by a query and by a plan file, and the journal has them.
func TestRmOfTheCache(t *testing.T) {
	t.Parallel()
	b := newHarness(t, builder(), sim.Options{})
	dry := b.succeeds("rm", "--dry-run", "kind:cache used>4w")
	for _, text := range []string{"mount", "RUN npm run build was built on it and stays", "a build uses it", "It removes 1 cache record and frees 70 MB.", "--with-descendants", "3 steps blocked"} {
		if !strings.Contains(dry, text) {
			t.Errorf("no %q in\n%s", text, dry)
		}
	}
	file := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(file, []byte(b.succeeds("rm", "--dry-run", "--json", "--with-descendants", "kind:cache id:deps or kind:cache id:mount")), 0o600); err != nil {
		t.Fatal(err)
	}
	done := b.succeeds("rm", "--yes", "--plan", file)
	if !strings.Contains(done, "3 cache records removed: predicted 140 MB, freed 140 MB.") {
		t.Errorf("it says\n%s", done)
	}
	if left := b.succeeds("ls", "-q", "kind:cache"); left != "base\nbusy\n" {
		t.Errorf("left are %q", left)
	}
	if again := b.succeeds("rm", "--yes", "--plan", file); strings.Contains(again, "records removed") {
		t.Errorf("again:\n%s", again)
	}
	if journal := b.succeeds("journal"); !strings.Contains(journal, "cache record RUN npm ci") && !strings.Contains(journal, "RUN npm ci") {
		t.Errorf("the journal says\n%s", journal)
	}
	if got := b.run("restore", "last", "--dry-run"); !strings.Contains(got.out+got.errs, "the next build that needs it makes it again") {
		t.Errorf("restore says\n%+v", got)
	}
}
