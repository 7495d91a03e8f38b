package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
)

// The list of an earlier run is printed only when it is asked for, says of when it is, and
// asks the engine for no image. Nothing that programs read or that is removed comes from it.
func TestLsCached(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	folder := filepath.Join(b.call.env("HOME"), "lists")
	b.call.lists = &listCaches{folder: folder}
	if r := b.run("ls", "--cached"); r.code != CodeUsage || !strings.Contains(r.errs, "No list of this engine is kept.") {
		t.Errorf("code %d, %q", r.code, r.errs)
	}
	image := &model.Image{ID: model.ImageID("sha256:" + strings.Repeat("a", 64)), Tags: []string{"gone:1"}, Created: noon().Add(-day), Size: 5e6}
	list := &model.LastList{At: noon().Add(-3 * time.Hour), Took: time.Second, Images: []*model.Image{image}}
	for id, tag := range map[string]string{"another": "elsewhere:1", "embedded": "gone:1"} {
		image.Tags = []string{tag}
		if err := store.OpenLastList(folder, id).Save(list); err != nil {
			t.Fatal(err)
		}
	}
	r := b.run("ls", "--cached", "size>1MB")
	if r.code != 0 || !strings.Contains(r.out, "gone") || strings.Contains(r.out, "elsewhere") || strings.Contains(r.out, "acme") {
		t.Errorf("code %d, prints\n%s%s", r.code, r.out, r.errs)
	}
	if want := "as of " + list.At.Local().Format(time.DateTime); !strings.Contains(r.errs, want) {
		t.Errorf("no %q in %q", want, r.errs)
	}
	for _, request := range b.engine.Requests() {
		if strings.Contains(request.Path, "/images") {
			t.Errorf("it asked for %s", request.Path)
		}
	}
	for _, args := range [][]string{{"ls", "--cached", "--json"}, {"ls", "--cached", "--format", "json"}, {"ls", "--cached", "unused"}, {"ls", "--cached", "--sort", "exclusive"}} {
		if r := b.run(args...); r.code != CodeUsage || r.out != "" {
			t.Errorf("%q: code %d, prints %q", args, r.code, r.out)
		}
	}
	b.succeeds("pin", "ref:gone:1")
	for query, want := range map[string]bool{"pinned": true, "not pinned": false} {
		if r := b.run("ls", "--cached", query); r.code != CodeDone || strings.Contains(r.out, "gone") != want {
			t.Errorf("%s: code %d, prints\n%s%s", query, r.code, r.out, r.errs)
		}
	}
	b.succeeds("unpin", "ref:gone:1")
	for _, args := range [][]string{{"ls"}, {"ls", "--json"}, {"rm", "--dry-run", "ref:*"}} {
		if r := b.run(args...); strings.Contains(r.out, "gone") {
			t.Errorf("%q prints the list of an earlier run:\n%s", args, r.out)
		}
	}
	image.Labels = map[string]string{"long": strings.Repeat("a", 64<<20)}
	if err := store.OpenLastList(folder, "embedded").Save(list); err != nil {
		t.Fatal(err)
	}
	if r, want := b.run("ls", "--cached"), "The last list of this engine, as of "+list.At.Local().Format(time.DateTime)+", was too long to keep."; r.code != CodeUsage || r.out != "" || !strings.Contains(r.errs, want) {
		t.Errorf("of a list that was too long: code %d, %q%q", r.code, r.out, r.errs)
	}
	if err := store.OpenLastList(folder, "embedded").Save(&model.LastList{At: list.At, Images: []*model.Image{{ID: ""}}}); err != nil {
		t.Fatal(err)
	}
	if r := b.run("ls", "--cached"); r.code == 0 || r.out != "" {
		t.Errorf("a damaged list: code %d, prints %q", r.code, r.out)
	}
}
