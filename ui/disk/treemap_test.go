package disk_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/reference"
	"jettison/ui/disk"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

// mapped is a pane that shows the treemap, with its marks.
func mapped(width, height int, options theme.Options) (*disk.Pane, *model.Marks) {
	s := snapshot()
	marks := model.NewMarks(s.Inventory)
	p := disk.New(theme.New(options), keymap.Default(), marks)
	p.SetSize(width, height)
	p.SetSnapshot(s, now)
	pane.Do(p, keymap.ViewMode)
	return p, marks
}

func treemap(width, height int) *disk.Pane {
	p, _ := mapped(width, height, theme.Options{NoColor: true})
	return p
}

// does performs actions.
func does(p *disk.Pane, actions ...keymap.Action) {
	for _, action := range actions {
		pane.Do(p, action)
	}
}

func has(t *testing.T, p *disk.Pane, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(panetest.View(p), want) {
			t.Fatalf("no %q in\n%s", want, panetest.View(p))
		}
	}
}

func lacks(t *testing.T, p *disk.Pane, unwanted string) {
	t.Helper()
	if strings.Contains(panetest.View(p), unwanted) {
		t.Fatalf("%q is in\n%s", unwanted, panetest.View(p))
	}
}

// goTo walks to the block with a name.
func goTo(t *testing.T, p *disk.Pane, name string) {
	t.Helper()
	does(p, keymap.Top)
	for range 100 {
		if p.CopyText() == name {
			return
		}
		does(p, keymap.PageDown)
	}
	t.Fatalf("no block %q in\n%s", name, panetest.View(p))
}

// about returns the line about the chosen block.
func about(p *disk.Pane) string {
	lines := strings.Split(panetest.View(p), "\n")
	return lines[len(lines)-1]
}

func TestTreemapFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 19}, {120, 35}} {
		at := func(name string) string { return fmt.Sprintf("%s %dx%d", name, size[0], size[1]) }
		p, marks := mapped(size[0], size[1], theme.Options{NoColor: true})
		t.Run(at("whole"), func(t *testing.T) { golden.RequireEqual(t, panetest.View(p)) })
		_ = p.SetFilter("acme")
		goTo(t, p, "acme/web")
		for _, key := range p.CurrentKeys() {
			marks.Set(key, true)
		}
		t.Run(at("filtered"), func(t *testing.T) { golden.RequireEqual(t, panetest.View(p)) })
		marks.Set(p.CurrentKeys()[0], false)
		p.ZoomIn()
		t.Run(at("repository"), func(t *testing.T) { golden.RequireEqual(t, panetest.View(p)) })
		p.ZoomOut()
		_ = p.SetFilter("")
		goTo(t, p, "")
		p.ZoomIn()
		t.Run(at("shared"), func(t *testing.T) { golden.RequireEqual(t, panetest.View(p)) })
	}
	p, _ := mapped(80, 19, theme.Options{ASCII: true, NoColor: true})
	t.Run("ascii", func(t *testing.T) {
		golden.RequireEqual(t, panetest.View(p))
		for _, r := range panetest.View(p) {
			if r > 0x7e && r != '–' { // words.Unknown, as in every list
				t.Fatalf("%q is not ASCII", r)
			}
		}
	})
}

func TestTreemapWalksAndComesBack(t *testing.T) {
	p := treemap(120, 35)
	first := p.CopyText()
	if first != "registry.local:5000/ml/train" {
		t.Fatalf("the largest is %q", first)
	}
	for _, way := range [][2]keymap.Action{{keymap.Right, keymap.Left}, {keymap.PageDown, keymap.PageUp}, {keymap.Bottom, keymap.Top}} {
		pane.Do(p, way[0])
		if about(p) == "" || strings.Contains(about(p), first) {
			t.Errorf("%s leads nowhere: %q", way[0], about(p))
		}
		pane.Do(p, way[1])
		if p.CopyText() != first {
			t.Errorf("%s and %s lead to %q", way[0], way[1], p.CopyText())
		}
	}
	does(p, keymap.Left, keymap.Up)
	if p.CopyText() != first {
		t.Errorf("left and up of the upper left one is %q", p.CopyText())
	}
	does(p, keymap.Right, keymap.HalfDown)
	if !strings.Contains(about(p), "held by several repositories") {
		t.Errorf("the lower edge is %q", about(p))
	}
	does(p, keymap.HalfUp)
	if p.CopyText() != "vllm/vllm-openai" {
		t.Errorf("the upper edge is %q", p.CopyText())
	}
}

func TestTreemapZooms(t *testing.T) {
	p := treemap(120, 35)
	if p.ZoomOut() {
		t.Error("zoomed out of the whole")
	}
	if !p.ZoomIn() {
		t.Fatal("the largest repository can't be zoomed into")
	}
	has(t, p, "── Images → registry.local:5000/ml/train 21 GB ──", "2025-10", "2024-11")
	id, ok := p.CurrentImage()
	if image, found := snapshot().Inventory.Image(id); !ok || !found || image.Name() != p.CopyText() {
		t.Errorf("the image is %q, %q is copied", id, p.CopyText())
	}
	if p.ZoomIn() {
		t.Error("zoomed into an image")
	}
	does(p, keymap.Right)
	if !p.ZoomOut() || p.CopyText() != "registry.local:5000/ml/train" {
		t.Errorf("back at %q", p.CopyText())
	}
	does(p, keymap.Bottom)
	has(t, p, " more  ")
	if !p.ZoomIn() {
		t.Fatal("what is gathered can't be zoomed into")
	}
	has(t, p, "── Images → … ")
	lacks(t, p, "vllm")
	for range 30 { // until all blocks are seen
		does(p, keymap.Bottom)
		if !p.ZoomIn() {
			break
		}
	}
	for p.ZoomOut() {
	}
	has(t, p, "── Images 64 GB ──")
}

func TestTreemapOfSharedLayers(t *testing.T) {
	p := treemap(120, 35)
	goTo(t, p, "")
	has(t, p, " shared  9.6 GB, 15%, held by several repositories")
	if len(p.CurrentKeys()) > 0 {
		t.Error("what is shared can be marked")
	}
	if !p.ZoomIn() {
		t.Fatal("what is shared can't be zoomed into")
	}
	has(t, p, "── Images → shared 9.6 GB ──", " that it and ")
	if _, ok := p.CurrentImage(); !ok {
		t.Error("no image that the layers are named by")
	}
}

// A block marks all references of its image or repository. The signs for some and for all
// differ.
func TestTreemapMarks(t *testing.T) {
	p, marks := mapped(120, 35, theme.Options{NoColor: true})
	_ = p.SetFilter("acme/api")
	goTo(t, p, "acme/api")
	keys := p.CurrentKeys()
	if len(keys) < 26 {
		t.Fatalf("%d rows of %s", len(keys), p.CopyText())
	}
	for _, key := range keys {
		if repo, _ := reference.Split(key.Ref); repo != "acme/api" {
			t.Errorf("marks %s", key.Ref)
		}
		marks.Set(key, true)
	}
	has(t, p, "▸● acme/api")
	marks.Set(keys[0], false)
	has(t, p, "▸◐ acme/api")
	p.ZoomIn()
	for range 60 {
		keys := p.CurrentKeys()
		if id, ok := p.CurrentImage(); ok {
			image, _ := snapshot().Inventory.Image(id)
			if len(keys) != max(1, len(image.Tags)) {
				t.Errorf("%s: marks %v", image.Name(), keys)
			}
		}
		does(p, keymap.PageDown)
	}
}

func TestTreemapFollowsTheFilter(t *testing.T) {
	p := treemap(120, 35)
	_ = p.SetFilter("acme")
	lacks(t, p, "vllm")
	if shown, all := p.Shown(); shown == 0 || shown >= all {
		t.Errorf("%d of %d", shown, all)
	}
	_ = p.SetFilter("nothing such")
	has(t, p, "Nothing matches the filter.")
	if _, ok := p.CurrentImage(); ok || p.CurrentKeys() != nil || p.CopyText() != "" || p.ZoomIn() {
		t.Error("something is chosen where there is nothing")
	}
	does(p, keymap.Right, keymap.Down, keymap.Top, keymap.PageDown)
	_ = p.SetFilter("")
	goTo(t, p, "registry.local:5000/ml/train")
	p.ZoomIn()
	_ = p.SetFilter("2025")
	lacks(t, p, "2024-11")
	_ = p.SetFilter("vllm")
	has(t, p, "Nothing here matches the filter.", "esc goes back")
	if !p.ZoomOut() {
		t.Error("no way back")
	}
	has(t, p, "vllm/vllm-openai")
}

// without returns the snapshot after images and their containers are gone.
func without(gone func(*model.Image) bool) model.Snapshot {
	s := snapshot()
	var left []*model.Image
	for _, image := range s.Inventory.Images() {
		if !gone(image) {
			left = append(left, image)
		}
	}
	s.Inventory = s.Inventory.WithImages(now, left)
	s.Inventory = s.Inventory.WithContainers(slices.DeleteFunc(slices.Clone(s.Inventory.Containers()), func(c *model.Container) bool {
		_, there := s.Inventory.Image(c.Image)
		return !there
	}))
	return s
}

func named(prefix string) func(*model.Image) bool {
	return func(image *model.Image) bool { return strings.HasPrefix(image.Name(), prefix) }
}

func TestTreemapFollowsTheEngine(t *testing.T) {
	p := treemap(120, 35)
	does(p, keymap.PageDown)
	vllm := p.CopyText()
	p.SetSnapshot(without(named("registry.local:5000/ml/train")), now)
	if p.CopyText() != vllm {
		t.Errorf("from %q to %q when another repository went", vllm, p.CopyText())
	}
	p.SetSnapshot(snapshot(), now)
	does(p, keymap.Top)
	p.ZoomIn()
	does(p, keymap.PageDown, keymap.PageDown)
	image := p.CopyText()
	p.SetSnapshot(without(named("registry.local:5000/ml/train:2025-10")), now)
	if p.CopyText() != image {
		t.Errorf("from %q to %q when another image went", image, p.CopyText())
	}
	has(t, p, "── Images → registry.local:5000/ml/train ")
	p.SetSnapshot(without(named(image)), now)
	if p.CopyText() == image || !strings.HasPrefix(p.CopyText(), "registry.local:5000/ml/train:") {
		t.Errorf("at %q when the image went", p.CopyText())
	}
	p.SetSnapshot(without(named("registry.local:5000/ml/train")), now)
	has(t, p, "── Images 43 GB ──")
	if p.CopyText() == "" {
		t.Error("nothing is chosen when the repository went")
	}
	// A hidden treemap is not computed; shown again, it is up to date.
	does(p, keymap.ViewMode)
	p.SetSnapshot(snapshot(), now)
	does(p, keymap.ViewMode)
	has(t, p, "── Images 64 GB ──")
}

func TestTreemapAndCategories(t *testing.T) {
	p := treemap(120, 35)
	p.Click(5, 4+2)
	if p.At() != disk.Volumes || p.Treemap() {
		t.Fatalf("a click on the volumes shows %s", p.At())
	}
	has(t, p, "DRIVER")
	does(p, keymap.ViewMode)
	if p.At() != disk.Images || !p.Treemap() {
		t.Error("only images have a treemap, and the key did not go there")
	}
	does(p, keymap.ViewMode)
	has(t, p, "REPOSITORY")
	if !slices.Contains(p.Hints(), keymap.ViewMode) {
		t.Error("nothing says that there is a treemap")
	}
}

func TestTreemapClicks(t *testing.T) {
	p := treemap(120, 35)
	p.Click(60, 20)
	if p.CopyText() != "vllm/vllm-openai" {
		t.Fatalf("a click went to %q", p.CopyText())
	}
	lacks(t, p, "→")
	p.Click(60, 20)
	has(t, p, "── Images → vllm/vllm-openai ")
	p.Click(60, 33) // the words below
	p.Wheel(3)
	has(t, p, "── Images → vllm/vllm-openai ")
}

// Without counted layers, no figure claims to be exact, and words say why.
func TestTreemapWithoutExactFigures(t *testing.T) {
	podman := model.Engine{Store: model.StorePodman, Version: "5.4.2"}
	told := model.Engine{Store: model.StoreContainerd, Version: "29.1.0"}
	reading := func(s *model.Snapshot) {
		var images []*model.Image
		for _, image := range s.Inventory.Images() {
			unread := *image
			unread.Layered, unread.Top = false, nil
			images = append(images, &unread)
		}
		s.Inventory = s.Inventory.WithImages(now, images)
		s.Facts[model.FactLayers] = model.FactState{Status: model.StatusLoading, Done: 12, Total: 245}
	}
	orphan := func(s *model.Snapshot) {
		c := model.Container{ID: "c", Name: "left", Image: "sha256:gone", State: model.StateExited}
		s.Inventory = s.Inventory.WithContainers(append([]*model.Container{&c}, s.Inventory.Containers()...))
	}
	tests := []struct {
		name   string
		change func(*model.Snapshot)
		words  string
		sign   string
	}{
		{"podman", func(s *model.Snapshot) { s.Inventory = s.Inventory.WithEngine(podman).WithLayerSizes(nil) }, "≤ whole sizes: what images share is not known", "≤"},
		{"containerd", func(s *model.Snapshot) { s.Inventory = s.Inventory.WithEngine(told).WithLayerSizes(nil) }, "≈ by what the engine says that images share", "≈"},
		{"containerd, counted", func(s *model.Snapshot) { s.Inventory = s.Inventory.WithEngine(told) }, "≈ archives and files of layers, as far as they are known", "≈"},
		{"reading", reading, "≈ still reading layers: 12 of 245", "≈"},
		{"forced", orphan, "≤ containers whose images are gone may hold some", "≤"},
	}
	figure := regexp.MustCompile(`(.)\d[\d.]* [kMGT]?B\b`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := snapshot()
			tt.change(&s)
			p := treemap(120, 19)
			p.SetSnapshot(s, now)
			has(t, p, tt.words)
			for _, line := range strings.Split(panetest.View(p), "\n")[2:] {
				for _, found := range figure.FindAllStringSubmatch(line, -1) {
					if found[1] != tt.sign {
						t.Errorf("%q claims to be exact in %q", found[0], line)
					}
				}
			}
		})
	}
}

// A figure is shown whole or not at all, and every line is as wide as the pane.
func TestTreemapInEverySize(t *testing.T) {
	p := treemap(80, 24)
	whole := regexp.MustCompile(`^\d{1,3}(\.\d)? [kMGT]?B$`)
	part := regexp.MustCompile(`\d[\d.]* ?[kMGT]?B?…`)
	for width := 1; width <= 110; width++ {
		for height := 1; height <= 60; height += 3 {
			p.SetSize(width, height)
			lines := strings.Split(p.View(), "\n")
			if len(lines) != height {
				t.Fatalf("%dx%d: %d lines", width, height, len(lines))
			}
			for i, line := range lines {
				if ansi.StringWidth(line) != width {
					t.Fatalf("%dx%d: %q", width, height, ansi.Strip(line))
				}
				if text := ansi.Strip(line); i >= 10 && i < height-1 && part.MatchString(text) && !whole.MatchString(text) {
					t.Fatalf("%dx%d: half a figure in %q", width, height, text)
				}
			}
		}
	}
	p.SetSize(0, 0)
	if p.View() != "" {
		t.Errorf("something in no room: %q", p.View())
	}
}

// The chosen block can be told without colors, and NO_COLOR leaves none.
func TestTreemapWithoutColors(t *testing.T) {
	p := treemap(80, 19)
	if strings.Contains(p.View(), "38;2;") || strings.Contains(p.View(), "48;2;") {
		t.Error("colors in spite of NO_COLOR")
	}
	has(t, p, "┏━", "┃ ▸ ")
}

func TestEmptyTreemap(t *testing.T) {
	p := disk.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), model.NewMarks(snapshot().Inventory))
	p.SetSize(80, 19)
	pane.Do(p, keymap.ViewMode)
	s := snapshot()
	s.Facts = [model.FactCount]model.FactState{}
	s.Inventory = model.NewInventory(model.Engine{}, now, nil, nil, nil)
	s.Listing.Counted = 1115
	p.SetSnapshot(s, now)
	has(t, p, "Listing images…", "The engine counts 1,115 images.")
	s = snapshot()
	s.Inventory = model.NewInventory(model.Engine{Store: model.StoreGraph}, now, nil, nil, nil)
	p.SetSnapshot(s, now)
	has(t, p, "There are no images on this engine.")
	s.Inventory = modeltest.Many(1, 1, now).Inventory()
	p.SetSnapshot(s, now)
	has(t, p, "base/os0", "100%")
}
