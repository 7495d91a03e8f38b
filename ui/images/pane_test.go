package images_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui/images"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// shop is a small engine: a base with two names; two images built on it, one of them
// running; one that nothing uses; a dangling one; and one that a label protects.
func shop() *model.Inventory {
	w := modeltest.New(5, now)
	build := func(from *modeltest.Image, days int, bytes int64, labels map[string]string, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			From: from, Add: []modeltest.Instruction{modeltest.Run("COPY app /app", bytes)}, Tags: tags, Labels: labels,
			Created: now.Add(-time.Duration(days) * day),
		})
	}
	base := build(nil, 90, 100e6, nil, "alpine:3.22", "alpine:latest")
	build(base, 45, 30e6, nil, "acme/api:1.0")
	current := build(base, 3, 32e6, nil, "acme/api:1.2", "acme/api:dev")
	build(base, 50, 5e6, nil)
	build(nil, 9, 55e6, map[string]string{model.KeepLabel: ""}, "acme/db:1")
	build(nil, 200, 2e6, nil, "acme/worker:old")
	w.Run(modeltest.Start{Image: current, Name: "api-1", Created: 3 * time.Hour, Since: 3 * time.Hour})
	return w.Inventory()
}

// harness is a pane with the marks that the root would own.
type harness struct {
	*images.Pane
	t     *testing.T
	keys  *keymap.Map
	marks *model.Marks
}

func newHarness(t *testing.T, inv *model.Inventory, width, height int) *harness {
	t.Helper()
	b := &harness{t: t, keys: keymap.Default(), marks: model.NewMarks(inv)}
	b.Pane = images.New(theme.New(theme.Options{NoColor: true}), b.keys, b.marks)
	b.SetSize(width, height)
	b.SetSnapshot(panetest.Snapshot(inv, now), now)
	return b
}

// sorted returns a harness on shop, sorted by repository.
func sorted(t *testing.T, mode images.Mode) *harness {
	t.Helper()
	b := newHarness(t, shop(), 120, 30)
	b.SortBy(0)
	b.SetMode(mode)
	b.does(keymap.Top)
	return b
}

// does performs actions and returns the intent of the last one.
func (b *harness) does(actions ...keymap.Action) (intent pane.Intent) {
	for _, action := range actions {
		intent = pane.Do(b.Pane, action)
	}
	return intent
}

// refresh shows another inventory, as the root does.
func (b *harness) refresh(inv *model.Inventory) {
	b.marks.Rebase(inv)
	b.SetSnapshot(panetest.Snapshot(inv, now), now)
}

func (b *harness) lines() []string {
	return strings.Split(panetest.View(b.Pane), "\n")
}

// gutter is how many cells of a row the cursor and the mark take.
const gutter = 4

// list returns the repository and tag cells of the rows, with the fold sign of a heading
// and the branches of the tree.
func (b *harness) list() []string {
	var rows []string
	for _, line := range b.lines()[1:] {
		if line == "" || strings.HasPrefix(line, "─") {
			break
		}
		cells := strings.Fields(string([]rune(line)[gutter:]))
		rows = append(rows, strings.Join(cells[:2], " "))
	}
	return rows
}

func (b *harness) current() string {
	b.t.Helper()
	row, ok := b.Current()
	if !ok {
		b.t.Fatal("the cursor is on nothing")
	}
	return row.Ref
}

// marked returns the marked references, and the IDs of marked untagged images.
func (b *harness) marked() []string {
	var found []string
	for _, key := range b.marks.Keys() {
		name := key.Ref
		if name == "" {
			name = key.Short()
		}
		found = append(found, name)
	}
	slices.Sort(found)
	return found
}

func (b *harness) expectMarks(want ...string) {
	b.t.Helper()
	if got := b.marked(); !slices.Equal(got, want) {
		b.t.Errorf("marked are %q, want %q\n%s", got, want, strings.Join(b.lines(), "\n"))
	}
}

func TestFrames(t *testing.T) {
	t.Parallel()
	inv := modeltest.Developer(1, now).Inventory()
	about := inv.Engine
	about.Store = model.StoreContainerd
	for name, set := range map[string]func(*harness){
		"flat":          func(*harness) {},
		"by repository": func(b *harness) { b.SetMode(images.ByRepository) },
		"ancestry":      func(b *harness) { b.SetMode(images.Ancestry) },
		"marked": func(b *harness) {
			b.does(keymap.Mark, keymap.Down, keymap.Range, keymap.Down, keymap.Down)
		},
		"containerd store": func(b *harness) { b.refresh(inv.WithEngine(about).WithLayerSizes(nil)) },
	} {
		for _, size := range [][2]int{{80, 19}, {120, 35}, {200, 25}, {40, 8}} {
			t.Run(fmt.Sprintf("%s %dx%d", name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				b := newHarness(t, inv, size[0], size[1])
				set(b)
				for i, line := range b.lines() {
					if width := theme.Width(line); width > size[0] {
						t.Errorf("line %d has %d cells", i, width)
					}
				}
				golden.RequireEqual(t, strings.Join(b.lines(), "\n"))
			})
		}
	}
}

// A pane without rows says why.
func TestEmpty(t *testing.T) {
	t.Parallel()
	none := panetest.Snapshot(model.NewInventory(model.Engine{}, now, nil, nil, nil), now)
	loading, failed := none, none
	loading.Facts[model.FactImages] = model.FactState{Status: model.StatusLoading}
	counted := loading
	counted.Listing = model.Listing{Counted: 1115, Took: 16 * time.Second}
	failed.Facts[model.FactImages] = model.FactState{Status: model.StatusFailed, Problem: &model.Problem{Text: "The engine is gone: it was stopped"}}
	for name, tt := range map[string]struct {
		snapshot model.Snapshot
		filter   string
		want     []string
	}{
		"loading":    {loading, "", []string{"Listing images…"}},
		"counted":    {counted, "", []string{"Listing images…", "The engine counts 1,115 images.", "Listing them took 16s last time."}},
		"failed":     {failed, "", []string{"The images could not be listed.", "The engine is gone: it was stopped", "r tries again"}},
		"none":       {none, "", []string{"There are no images on this engine."}},
		"filtered":   {panetest.Snapshot(shop(), now), "age>9y", []string{"Nothing matches the filter.", "esc clears it"}},
		"misspelled": {panetest.Snapshot(shop(), now), "danglin", []string{"Nothing matches the filter.", "dangling"}},
	} {
		b := newHarness(t, shop(), 80, 20)
		b.SetSnapshot(tt.snapshot, now)
		if err := b.SetFilter(tt.filter); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(b.lines(), "\n")
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", name, want, text)
			}
		}
		if _, ok := b.Current(); ok {
			t.Errorf("%s: the cursor is on something", name)
		}
		// No key panics without a row.
		for _, action := range b.Actions() {
			if action.Off == nil || action.Off() == "" {
				action.Do()
			}
		}
		b.expectMarks()
	}
}

func TestSortKeepsTheCursor(t *testing.T) {
	t.Parallel()
	b := newHarness(t, modeltest.Developer(1, now).Inventory(), 200, 50)
	b.does(keymap.PageDown)
	before := b.current()
	for column, title := range b.Columns() {
		for range 2 {
			b.SortBy(column)
			if got := b.current(); got != before {
				t.Fatalf("by %s the cursor went from %s to %s", title, before, got)
			}
			if at, _ := b.Order(); at != column {
				t.Errorf("sorted by column %d, want %d", at, column)
			}
		}
	}
}

// A refresh in which images come and go leaves the cursor and the marks on their rows.
func TestRefreshKeepsTheCursor(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	b.does(keymap.Down, keymap.Down, keymap.Mark)
	b.expectMarks("acme/api:1.2")
	before := b.current()
	inv := shop()
	gone, _ := inv.ByRef("acme/api:1.0")
	left := slices.DeleteFunc(slices.Clone(inv.Images()), func(i *model.Image) bool { return i.ID == gone.ID })
	b.refresh(inv.WithImages(now, left))
	if got := b.current(); got != before {
		t.Errorf("the cursor went from %s to %s", before, got)
	}
	b.expectMarks("acme/api:1.2")
	// When its row is gone, the cursor stays at its place in the list.
	at := slices.Index(b.list(), strings.Replace(before, ":", " ", 1))
	gone, _ = inv.ByRef(before)
	left = slices.DeleteFunc(left, func(i *model.Image) bool { return i.ID == gone.ID })
	b.refresh(inv.WithImages(now, left))
	if _, ok := b.Current(); !ok || at < 0 {
		t.Errorf("the cursor is on nothing, from line %d", at)
	}
	b.expectMarks()
}

func TestFilters(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	_, items := b.QuickMenu()
	for i, want := range []int{8, 1, 6, 2} {
		b.SetQuick(i)
		shown, all := b.Shown()
		if shown != want || all != 8 || items[i].Figure != fmt.Sprint(want) {
			t.Errorf("%s shows %d of %d, and promises %s", items[i].Label, shown, all, items[i].Figure)
		}
	}
	if got := b.Quick(); got != "in use" {
		t.Errorf("the quick filter is %q", got)
	}
	// A query applies on top of the quick filter.
	if err := b.SetFilter("tag:dev"); err != nil {
		t.Fatal(err)
	}
	if got := b.list(); !slices.Equal(got, []string{"acme/api dev"}) {
		t.Errorf("shown are %q", got)
	}
	if err := b.SetFilter("agee>3d"); err == nil || b.Filter() != "tag:dev" {
		t.Errorf("a wrong query: %v; in force is %q", err, b.Filter())
	}
	b.SetQuick(0)
	b.expectMarks()
}

func TestChosen(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	b.does(keymap.Down)
	if chosen := b.Chosen(); len(chosen) != 1 || chosen[0].Ref != b.current() {
		t.Errorf("without marks %v is chosen, the cursor is on %s", chosen, b.current())
	}
	b.does(keymap.Mark, keymap.Bottom)
	if plan, ok := b.does(keymap.Plan).(pane.OpenPlan); !ok || len(plan.Keys) != 1 || plan.Keys[0].Ref != "acme/api:1.0" {
		t.Errorf("the plan is for %+v", plan)
	}
}

// Completions write numbers as the rest of the screen does.
func TestCandidatesCountRows(t *testing.T) {
	many := make([]*model.Image, 1200)
	for i := range many {
		id := model.ImageID(fmt.Sprintf("sha256:%064x", i+1))
		many[i] = &model.Image{ID: id, Tags: []string{fmt.Sprintf("app:%d", i)}, Created: now, Size: 1e6}
	}
	b := newHarness(t, model.NewInventory(model.Engine{}, now, many, nil, nil), 120, 30)
	found := b.Candidates("repo:a", len("repo:a"))
	if len(found) != 1 || found[0].About != "1,200 rows" {
		t.Errorf("%+v", found)
	}
	if found = b.Candidates("dang", len("dang")); len(found) != 1 || found[0].About == "" {
		t.Errorf("%+v", found)
	}
}
