package inventory

import (
	"testing"
	"testing/synctest"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
)

// checkTagTimes checks that all tag times are those of the engine.
func (r *rig) checkTagTimes() {
	r.t.Helper()
	c := fetcher{r.feed.client.Client}
	for _, image := range r.feed.Inventory().Images() {
		at, err := c.lastTagged(r.ctx, image.ID)
		if err != nil {
			r.t.Fatal(err)
		}
		if !image.TagTimeRead || !image.LastTagged.Equal(at) {
			r.t.Errorf("%s: tagged at %v (read: %t), the engine says %v", image.Name(), image.LastTagged, image.TagTimeRead, at)
		}
	}
}

func (r *rig) someTag() string {
	for _, row := range r.feed.Inventory().Rows() {
		if row.Ref != "" {
			return row.Ref
		}
	}
	r.t.Fatal("no tag")
	return ""
}

// Whatever may have changed when an image was tagged, the time is read again.
func TestTagTimesAreReadAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(r *rig, tag string){
		"tagged again": func(r *rig, tag string) { r.tag(tag, tag) },
		"tagged while nobody followed": func(r *rig, tag string) {
			r.engine.CutStreams()
			r.tag(tag, tag)
		},
		"tagged among many events": func(r *rig, tag string) {
			r.engine.Storm(3 * maxInspections)
			r.tag(tag, tag)
		},
		"a new image": func(r *rig, tag string) { r.tag(tag, "new:1") },
		"asked for":   func(r *rig, _ string) { r.feed.Reload(model.FactTagTimes) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
				r.loaded()
				r.settle()
				r.checkTagTimes()
				change(r, r.someTag())
				r.settle()
				r.checkTagTimes()
			})
		})
	}
}

func (r *rig) tag(name, tag string) {
	r.t.Helper()
	time.Sleep(time.Minute)
	if err := r.engine.Tag(name, tag); err != nil {
		r.t.Fatal(err)
	}
}

// From an event on until it is read again, the tag time of an image is not known, even
// while the engine is busy with a list. No other is forgotten.
func TestTagTimeIsUnknownAfterEvent(t *testing.T) {
	t.Parallel()
	withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
		r.loaded()
		r.settle()
		fault := r.engine.Inject(sim.Fault{Match: sim.Match{Path: "/images/json"}, Kind: sim.FaultHang})
		r.feed.Reload(model.FactImages)
		tag := r.someTag()
		r.tag(tag, tag)
		time.Sleep(coalesceMax)
		synctest.Wait()
		for _, image := range r.feed.Inventory().Images() {
			changed, _ := r.feed.Inventory().ByRef(tag)
			if want := image.ID != changed.ID; image.TagTimeRead != want || !want && !image.LastTagged.IsZero() {
				t.Errorf("%s: tagged at %v (read: %t)", image.Name(), image.LastTagged, image.TagTimeRead)
			}
		}
		fault.Release()
		r.settle()
		r.checkTagTimes()
	})
}

// An answer that was asked for before an event came does not count.
func TestTagTimeFromBeforeEventIsDropped(t *testing.T) {
	t.Parallel()
	c := tagTimeChanges{}
	inv := model.NewInventory(model.Engine{}, time.Time{}, []*model.Image{{ID: model.ImageID("sha256:" + hexOf('a')), Tags: []string{"a:1"}}, {ID: model.ImageID("sha256:" + hexOf('b'))}}, nil, nil)
	a, b := inv.Images()[0].ID, inv.Images()[1].ID
	c.note(event{kind: "container", action: "start", id: string(a)}, 1, inv)
	if c.due() {
		t.Error("an event of a container counts")
	}
	c.note(event{kind: "image", action: "pull", id: "a:1"}, 2, inv)
	if !c.outdated(a, 1) || c.outdated(a, 2) || c.outdated(b, 1) {
		t.Error("a pull by name is not about its image alone")
	}
	c.note(event{kind: "image", action: "import"}, 3, inv)
	if !c.outdated(b, 2) || c.outdated(b, 3) {
		t.Error("an event without a name is not about all")
	}
}

// An answer that an inspection after an event overtook does not count: a pull by a new name
// tells only then which image it was about.
func TestOvertakenTagTimeIsDropped(t *testing.T) {
	t.Parallel()
	a, late := model.ImageID("sha256:"+hexOf('a')), time.Unix(2e9, 0)
	image := &model.Image{ID: a, LastTagged: late, TagTimeRead: true}
	f := &Feed{inventory: model.NewInventory(model.Engine{}, time.Time{}, []*model.Image{image}, nil, nil)}
	f.setTagTimes([]tagTimeAnswer{{id: a, at: late.Add(-time.Hour), read: true}})
	if now, _ := f.inventory.Image(a); !now.LastTagged.Equal(late) {
		t.Errorf("tagged at %v, want %v", now.LastTagged, late)
	}
}

// Images that are gone don't add up.
func TestTagTimeChangesAreBounded(t *testing.T) {
	t.Parallel()
	c := tagTimeChanges{}
	inv := model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
	for i := range 2000 {
		id := "sha256:" + hexOf('a')[:60] + string([]byte{hexDigit(i >> 12), hexDigit(i >> 8), hexDigit(i >> 4), hexDigit(i)})
		c.note(event{kind: "image", action: "tag", id: id}, uint64(i), inv)
	}
	c.take(10, 2000)
	if len(c.last) != 0 || !c.outdated("sha256:x", 1999) || c.outdated("sha256:x", 2000) {
		t.Errorf("%d images are kept", len(c.last))
	}
}

func hexDigit(n int) byte { return "0123456789abcdef"[n&15] }

func hexOf(r byte) string {
	text := make([]byte, 64)
	for i := range text {
		text[i] = r
	}
	return string(text)
}
