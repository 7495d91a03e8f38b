package details

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/layers"
	"jettison/model/modeltest"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// scene returns the developer's engine with everything loaded.
func scene() (*modeltest.World, model.Snapshot) {
	world := modeltest.Developer(7, now)
	if base, ok := world.Tagged("alpine:3.20"); ok {
		world.Build(modeltest.Recipe{
			From: base, Classic: true, Tags: []string{"tools/curl:1"}, Created: now.Add(-time.Hour),
			Add: []modeltest.Instruction{modeltest.Run("/bin/sh -c apk add curl", 9_100_000), modeltest.Set("CMD [\"curl\"]")},
		})
	}
	snapshot := model.Snapshot{Inventory: world.Inventory(), Link: model.LinkLive}
	for fact := range snapshot.Facts {
		snapshot.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	return world, snapshot
}

// detailsOf returns what an engine tells of an image of the world.
func detailsOf(image *modeltest.Image) *model.Details {
	d := &model.Details{
		ID: image.ID, Platform: "linux/amd64", Cmd: image.Cmd, WorkingDir: "/app", Aligned: true,
		Env:   []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"},
		Ports: []string{"8080/tcp", "9090/tcp"}, Volumes: []string{"/data"}, User: "1000:1000",
	}
	for entry := image.History; entry != nil; entry = entry.Below {
		step := model.HistoryStep{
			Raw: entry.CreatedBy, Created: entry.Created, Empty: entry.Layer == nil,
			Instruction: strings.NewReplacer(" # buildkit", "", "/bin/sh -c #(nop) ", "", "/bin/sh -c ", "").Replace(entry.CreatedBy),
		}
		if entry.Layer != nil {
			step.Layer, step.Size = entry.Layer.ChainID, entry.Layer.Size
		}
		d.Layers = append(d.Layers, step)
	}
	slices.Reverse(d.Layers)
	return d
}

// show returns a pane about the image with a tag, with its details.
func show(t *testing.T, o theme.Options, ref string) *Pane {
	t.Helper()
	world, snapshot := scene()
	made, ok := world.Tagged(ref)
	if !ok {
		t.Fatalf("the world has no image %s", ref)
	}
	image, _ := snapshot.Inventory.Image(made.ID)
	p := New(theme.New(o), keymap.Default())
	p.SetSize(80, 24)
	p.SetImage(snapshot, image, ref, now)
	p.SetDetails(detailsOf(made))
	return p
}

type frame struct {
	name   string
	ref    string
	change func(p *Pane)
}

func frames() []frame {
	return []frame{
		{"top", "acme/api:1.25.1", func(*Pane) {}},
		{"two-tags", "legacy/reports:stable", func(*Pane) {}},
		{"parent", "alpine:3.20", func(p *Pane) { p.Jump(SectionBlockers) }},
		{"family", "debian:12-slim", func(p *Pane) { p.Jump(SectionFamily) }},
		{"layers", "registry.local:5000/ml/train:2025-08", func(p *Pane) { p.Do(keymap.Layers) }},
		{"labels", "acme/api:1.25.1", func(p *Pane) { p.Do(keymap.Bottom) }},
		{"loading", "acme/api:latest", func(p *Pane) { p.details = nil }},
		{"failed", "acme/api:latest", func(p *Pane) {
			p.details = nil
			p.SetProblem(&model.Problem{Reason: model.ReasonTimeout, Host: "unix:///var/run/docker.sock"})
		}},
		{"partial", "acme/api:latest", func(p *Pane) {
			image := *p.image
			image.Top, image.Layered, image.SharedSize = nil, false, model.Unknown
			images := slices.Clone(p.snapshot.Inventory.Images())
			for i := range images {
				if images[i].ID == image.ID {
					images[i] = &image
				}
			}
			p.snapshot.Inventory = p.snapshot.Inventory.WithImages(now, images)
			p.SetImage(p.snapshot, &image, p.ref, now)
		}},
		{"platforms", "acme/api:latest", func(p *Pane) {
			image := *p.image
			image.Manifests = []model.Manifest{
				{Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true, Content: 61_300_000, Unpacked: 180_200_000},
				{Kind: model.ManifestPlatform, Platform: "linux/arm64/v8", Available: true, Content: 59_100_000},
				{Kind: model.ManifestPlatform, Platform: "linux/s390x"},
				{Kind: model.ManifestAttestation, Available: true, Content: 5_100},
			}
			p.image = &image
		}},
		{"gone", "acme/api:latest", func(p *Pane) {
			p.snapshot.Inventory = p.snapshot.Inventory.WithImages(now, nil)
			p.SetImage(p.snapshot, p.image, p.ref, now)
		}},
		{"none", "acme/api:latest", func(p *Pane) { p.SetImage(p.snapshot, nil, "", now) }},
	}
}

func TestFrames(t *testing.T) {
	for _, f := range frames() {
		for _, size := range [][2]int{{64, 30}, {80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s/%dx%d", f.name, size[0], size[1]), func(t *testing.T) {
				p := show(t, theme.Options{Dark: true}, f.ref)
				f.change(p)
				p.SetSize(size[0], size[1])
				golden.RequireEqual(t, p.View())
			})
		}
	}
}

func TestEverySizeFits(t *testing.T) {
	t.Parallel()
	for i, f := range frames() {
		step := 1 // the first frame at every size, the others at some
		if i > 0 {
			step = 7
		}
		p := show(t, theme.Options{NoColor: true, ASCII: true}, f.ref)
		f.change(p)
		for width := 0; width <= 100; width += step {
			for _, height := range []int{0, 1, 4, 5, 24, 100} {
				p.SetSize(width, height)
				panetest.Fits(t, p.View(), width, height)
			}
		}
		for height := 0; height <= 100; height += step {
			p.SetSize(80, height)
			panetest.Fits(t, p.View(), 80, height)
		}
	}
}

func TestSays(t *testing.T) {
	tests := []struct {
		name, ref string
		section   Section
		want      []string
	}{
		{"a stopped container", "acme/api:1.25.1", SectionBlockers, []string{
			"used by the stopped container api-debug (exited 13 days ago)", "c remove the stopped container first",
			"1 container created from it",
		}},
		{"another reference", "legacy/reports:stable", SectionBlockers, []string{
			"removing just legacy/reports:stable: the image stays as legacy/reports:2.5",
		}},
		{"descendants", "alpine:3.20", SectionBlockers, []string{"parent of tools/curl:1, which stays", "D remove the images built on it too"}},
		{"labels", "acme/api:1.25.1", SectionLabels, []string{"org.opencontainers.image"}},
		{"layers", "acme/api:1.25.1", SectionLayers, []string{"USED", "INSTRUCTION", "COPY"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := show(t, theme.Options{NoColor: true}, tt.ref)
			p.SetSize(140, 40)
			p.Jump(tt.section)
			view := ansi.Strip(p.View())
			for _, want := range tt.want {
				if !strings.Contains(view, want) {
					t.Errorf("does not say %q:\n%s", want, view)
				}
			}
		})
	}
}

func TestWhen(t *testing.T) {
	p := show(t, theme.Options{NoColor: true}, "acme/api:1.25.1")
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{now, "just now · " + now.UTC().Format("2006-01-02 15:04 MST")},
		{now.Add(-3 * time.Hour), "3 hours ago · " + now.UTC().Add(-3*time.Hour).Format("2006-01-02 15:04 MST")},
		{time.Time{}, "not known"},
	} {
		if got := p.when(tt.at); got != tt.want {
			t.Errorf("%v is %q, want %q", tt.at, got, tt.want)
		}
	}
}

func TestJumpHoldsUntilScrolled(t *testing.T) {
	p := show(t, theme.Options{NoColor: true}, "acme/api:1.25.1")
	p.SetSize(80, 12)
	details := p.details
	p.details = nil
	p.Jump(SectionLayers)
	_ = p.View()
	p.SetDetails(details)
	_ = p.View()
	if p.offset != min(p.starts[SectionLayers], p.last()) {
		t.Errorf("the window is at %d, the layers at %d", p.offset, p.starts[SectionLayers])
	}
	p.Do(keymap.Up)
	if want := min(p.starts[SectionLayers], p.last()) - 1; p.offset != want {
		t.Errorf("one line up is %d, want %d", p.offset, want)
	}
	p.Do(keymap.Bottom)
	if p.offset != p.last() {
		t.Errorf("the bottom is %d, want %d", p.offset, p.last())
	}
	p.Do(keymap.Top)
	if _ = p.View(); p.offset != 0 {
		t.Errorf("the top is %d", p.offset)
	}
}

func TestDetailsBelongToTheirImage(t *testing.T) {
	p := show(t, theme.Options{}, "acme/api:1.25.1")
	other, _ := p.snapshot.Inventory.ByRef("debian:12-slim")
	late := p.details
	p.Do(keymap.Down)
	p.SetImage(p.snapshot, p.image, p.ref, now)
	if !p.Loaded() || p.offset != 1 {
		t.Errorf("a newer snapshot of the same image lost the details (%v) or the place (%d)", !p.Loaded(), p.offset)
	}
	p.SetImage(p.snapshot, other, "debian:12-slim", now)
	p.SetDetails(late)
	if p.Loaded() || p.offset != 0 {
		t.Errorf("another image took details (%v) or the place (%d)", p.Loaded(), p.offset)
	}
}

func TestLayerUsersCountOthers(t *testing.T) {
	tree := layers.NewTree()
	images := []*model.Image{
		{ID: "a", Top: tree.Top([]layers.ChainID{"1", "2", "3"}), Layered: true},
		{ID: "b", Top: tree.Top([]layers.ChainID{"1", "2"}), Layered: true},
		{ID: "c", Top: tree.Top([]layers.ChainID{"1", "4"}), Layered: true},
		{ID: "d", Layered: true},
	}
	p := New(theme.New(theme.Options{}), keymap.Default())
	p.SetImage(model.Snapshot{Inventory: model.NewInventory(model.Engine{}, now, images, nil, nil)}, images[0], "", now)
	got := p.layerUsers()
	for id, want := range map[layers.ChainID]int{"1": 2, "2": 1, "3": 0} {
		if got[id].users != want {
			t.Errorf("layer %s is used by %d others, want %d", id, got[id].users, want)
		}
	}
}

func BenchmarkManyImages(b *testing.B) {
	inv := modeltest.Many(10_000, 7, now).Inventory()
	p := New(theme.New(theme.Options{}), keymap.Default())
	p.SetSize(70, 40)
	rows := inv.Rows()
	snapshot := model.Snapshot{Inventory: inv}
	n := 0
	for b.Loop() {
		n = (n + 1) % len(rows)
		p.SetImage(snapshot, rows[n].Image, rows[n].Ref, now)
		_ = p.View()
	}
}

// While it is not known what uses an image, it is not said that nothing does or blocks it.
func TestUnlistedUsers(t *testing.T) {
	t.Parallel()
	p := show(t, theme.Options{NoColor: true}, "acme/api:1.25.1")
	snapshot := p.snapshot
	wrong := &model.Problem{Text: "The engine answered 500"}
	snapshot.Inventory = snapshot.Inventory.WithContainers(nil).WithUnlistedUsers(&model.UnlistedUsers{Problem: wrong, Listed: true})
	snapshot.Facts[model.FactContainers].Status = model.StatusFailed
	image, _ := snapshot.Inventory.Image(p.image.ID)
	p.SetImage(snapshot, image, p.ref, now)
	p.Jump(SectionBlockers)
	text := p.View()
	for want, is := range map[string]bool{
		"what uses it may have changed": true, "used it when they could last be listed": true,
		"nothing blocks it": false, "no container or service uses it": false,
	} {
		if strings.Contains(text, want) != is {
			t.Errorf("%q is there: %t\n%s", want, !is, text)
		}
	}
}
