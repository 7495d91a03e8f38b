package contract_test

import (
	"fmt"
	"testing"
	"time"

	"jettison/dockerx/enginetest"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/reference"
)

// pipelineWorld is the fixed set of images that the pipelines run on. It has typical images,
// including names that break pipelines.
//
// Ages are relative to now, because docker computes them from the clock of its machine, and
// differ by hours from any age that a pipeline asks for. Images that are selected by date are
// so old that docker always says "years".
type pipelineWorld struct {
	*modeltest.World
	untagged map[model.ImageID]string // names used in the tables for images without a tag
}

const (
	hour = time.Hour
	day  = 24 * hour
)

func newPipelineWorld(t *testing.T) *pipelineWorld {
	t.Helper()
	w := &pipelineWorld{World: modeltest.New(4, time.Now().Truncate(time.Second)), untagged: map[model.ImageID]string{}}
	w.sizes()
	w.nameless()
	w.dated(t)
	w.aged()
	w.tagged()
	w.registries()
	w.labeled()
	w.releases()
	w.stages()
	w.running()
	w.built()
	for _, image := range w.Images {
		image.LastTagged = w.Now // as on an engine that has just loaded all images
	}
	return w
}

// image adds an image with one layer and the given age.
func (w *pipelineWorld) image(age time.Duration, tags ...string) *modeltest.Image {
	return w.sized(9000, age, tags...)
}

func (w *pipelineWorld) sized(size int64, age time.Duration, tags ...string) *modeltest.Image {
	return w.Build(modeltest.Recipe{
		Tags: tags, Created: w.Now.Add(-age), Add: []modeltest.Instruction{modeltest.Run("ADD rootfs / # buildkit", size)},
	})
}

// sizes adds images on both sides of the border between kB and MB. All are far enough from 2
// MB that the containerd store, which adds the packed layers, puts the same ones above it.
func (w *pipelineWorld) sizes() {
	const kB, mB = 1000, 1000 * 1000
	w.sized(30*kB, 5*day, "sizes/tiny:1")
	w.sized(45*kB, 5*day, "sizes/tiny:2")
	w.sized(420*kB, 5*day, "sizes/small:1")
	w.sized(480*kB, 5*day, "sizes/small:2")
	w.sized(3*mB, 5*day, "sizes/medium:1")
	w.sized(4*mB, 5*day, "sizes/medium:2")
	w.sized(12*mB, 5*day, "sizes/large:1")
	w.sized(14*mB, 5*day, "sizes/large:2", "sizes/large:copy")
}

// nameless adds images without a tag, and tagged ones whose name looks like that.
func (w *pipelineWorld) nameless() {
	for i := range 8 {
		image := w.image(time.Duration(i)*day+hour, []string(nil)...)
		w.untagged[image.ID] = fmt.Sprintf("<none> %d", i+1)
	}
	w.image(5*day, "acme/nonesuch:1")
	w.image(5*day, "acme/cli:nonet")
}

// dated adds images built at the ends of months.
func (w *pipelineWorld) dated(t *testing.T) {
	t.Helper()
	for _, d := range []struct{ tag, built string }{
		{"1", "2018-12-31T23:59:00Z"},
		{"2", "2019-01-01T00:01:00Z"},
		{"3", "2019-01-15T12:00:00Z"},
		{"4", "2019-01-31T23:59:00Z"},
		{"5", "2019-02-01T00:01:00Z"},
		{"2019-01-recall", "2019-02-03T09:00:00Z"},
		{"6", "2019-02-14T09:00:00Z"},
		{"7", "2019-03-01T09:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, d.built)
		must(t, err)
		w.image(w.Now.Sub(at), "acme/dated:"+d.tag)
	}
}

// aged adds images with ages at which docker changes the unit: days up to two weeks, weeks up
// to two months, months up to two years.
func (w *pipelineWorld) aged() {
	for _, days := range []int{1, 2, 4, 13, 15, 29, 31, 45, 58, 62, 100, 364, 700, 740, 1500} {
		w.image(time.Duration(days)*day+6*hour, fmt.Sprintf("acme/aged:%d", days))
	}
}

// tagged adds an app with a moving tag, and tags for stages together with names that contain
// them.
func (w *pipelineWorld) tagged() {
	w.image(4*day, "acme/shop:1.0")
	w.image(4*day, "acme/shop:1.1")
	w.image(4*day, "acme/shop:1.2", "acme/shop:latest")
	w.image(4*day, "acme/shop:1.1-not-latest")
	w.image(4*day, "acme/shop-admin:3")
	w.image(4*day, "mirror/acme/shop:1.0")
	w.image(4*day, "acme/web:dev")
	w.image(4*day, "acme/web:test", "acme/web:prod")
	w.image(4*day, "acme/web:staging-17")
	w.image(4*day, "acme/web:latest")
	w.image(4*day, "acme/web:2.0-development")
	w.image(4*day, "acme/devices:5")
	w.image(4*day, "acme/contest:8")
}

func (w *pipelineWorld) registries() {
	for i := range 4 {
		w.image(4*day, fmt.Sprintf("registry.example.com/team/app:%d", i))
	}
	w.image(4*day, "registry.example.com:5000/team/app:1")
	w.image(4*day, "cache.registry.example.com/team/app:1")
	w.image(4*day, "acme/registry.example.com:1")
	w.image(4*day, "registry.example.com/team/app:moved", "acme/app:moved")
}

func (w *pipelineWorld) labeled() {
	for i, value := range []string{"development", "development", "development", "predevelopment", "production"} {
		w.Build(modeltest.Recipe{
			Tags: []string{fmt.Sprintf("acme/labeled:%d", i+1)}, Created: w.Now.Add(-4 * day), Labels: map[string]string{"environment": value},
			Add: []modeltest.Instruction{modeltest.Run("ADD rootfs / # buildkit", 700)},
		})
	}
	w.Build(modeltest.Recipe{
		Tags: []string{"acme/labeled:note"}, Created: w.Now.Add(-4 * day), Labels: map[string]string{"note": "environment=development"},
		Add: []modeltest.Instruction{modeltest.Run("ADD rootfs / # buildkit", 700)},
	})
}

// releases adds apps in many versions. One has tags that aren't versions, one has an image
// with two versions.
func (w *pipelineWorld) releases() {
	for i := range 6 {
		tags := []string{fmt.Sprintf("apps/pay:1.%d.0", 7+i)}
		if i == 5 {
			tags = append(tags, "apps/pay:latest")
		}
		w.image(time.Duration(20-i)*day, tags...)
	}
	w.image(2*day, "apps/pay:edge")
	for i := range 6 {
		w.image(time.Duration(20-i)*day, fmt.Sprintf("apps/mail:v%d", 6+i))
	}
	for i := range 4 {
		w.image(time.Duration(20-i)*day, fmt.Sprintf("apps/geo:%d.0", 8+i), fmt.Sprintf("apps/geo:%d", 8+i))
	}
	w.image(20*day, "apps/one:1", "apps/one:2", "apps/one:3", "apps/one:4")
}

// stages adds images at the age limits of the stages: 90, 30 and 7 days.
func (w *pipelineWorld) stages() {
	for _, s := range []struct {
		tag  string
		days int
	}{{"prod-1", 95}, {"prod-2", 85}, {"staging-1", 33}, {"staging-2", 27}, {"dev-1", 9}, {"dev-2", 5}} {
		w.image(time.Duration(s.days)*day, "acme/stock:"+s.tag)
	}
	w.image(9*day, "acme/products:dev-1")
	w.image(40*day, "acme/products:staging-1")
	w.image(9*day, "acme/staging-tools:dev-1")
	w.image(9*day, "acme/device:prod-1")
	w.image(9*day, "acme/device:1")
	w.image(100*day, "acme/stock:prod-0", "acme/stock:pinned")
}

// running adds images used by containers: by tag, by one of two tags, and by ID.
func (w *pipelineWorld) running() {
	run := func(image *modeltest.Image, name, ref string, state model.ContainerState) {
		w.Run(modeltest.Start{Image: image, Name: name, Ref: ref, State: state})
	}
	run(w.image(6*day, "acme/api:1"), "api", "", model.StateRunning)
	run(w.image(6*day, "acme/api:2", "acme/api:stable"), "api-next", "acme/api:2", model.StateExited)
	byID := w.image(6*day, "acme/job:1")
	run(byID, "job", byID.ID.Short(), model.StateExited)
	lost := w.image(6 * day)
	w.untagged[lost.ID] = "<none> 9"
	run(lost, "lost", "", model.StateExited)
	run(w.image(6*day, "acme/worker:1"), "worker", "", model.StateCreated)
}

// built adds images with a common base: loaded ones, as pulls and BuildKit produce them, and
// classic builds, whose parent the engine names.
func (w *pipelineWorld) built() {
	base := w.sized(3_000_000, 50*day, "acme/base:1")
	on := func(from *modeltest.Image, tag string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			On: from.History, Tags: []string{tag}, Created: w.Now.Add(-20 * day),
			Add: []modeltest.Instruction{modeltest.Run("COPY app / # buildkit", 5000)},
		})
	}
	middle := on(base, "acme/runtime:1")
	app := on(middle, "acme/reports:1")
	classic := w.Build(modeltest.Recipe{
		From: base, Classic: true, Tags: []string{"acme/classic:1"}, Add: []modeltest.Instruction{modeltest.Run("COPY app /", 4000)},
	})
	w.Run(modeltest.Start{Image: base, Name: "on-base", State: model.StateExited})
	w.Run(modeltest.Start{Image: app, Name: "on-reports", State: model.StateRunning})
	w.Run(modeltest.Start{Image: classic, Name: "on-classic", State: model.StateExited})
	for i := range 6 {
		on(middle, fmt.Sprintf("acme/sibling:%d", i+1))
	}
	// Only these two have their first layer, and no container uses them.
	pair := w.image(20*day, "acme/pair:1")
	on(pair, "acme/pair:2")
}

// candidate is a reference, or an image without one, in terms of the world.
type candidate struct {
	name      string // the reference, or the name used in the tables
	repo, tag string // tag is empty if there is none
	image     *modeltest.Image
	age       time.Duration
	used      bool
}

// candidates returns everything that can be selected, by name.
func (w *pipelineWorld) candidates() map[string]*candidate {
	used := map[model.ImageID]bool{}
	for _, c := range w.Containers {
		used[c.Image] = true
	}
	found := map[string]*candidate{}
	for _, image := range w.Images {
		p := candidate{name: w.untagged[image.ID], image: image, age: w.Now.Sub(image.Created), used: used[image.ID]}
		if len(image.Tags) == 0 {
			found[p.name] = &p
		}
		for _, ref := range image.Tags {
			one := p
			one.name = ref
			one.repo, one.tag = reference.Split(ref)
			found[ref] = &one
		}
	}
	return found
}

// names returns the names used in the tables for an engine's image: its tags, or its name in
// the world.
func (w *pipelineWorld) names(t *testing.T, e *enginetest.Engine, id model.ImageID) []string {
	t.Helper()
	for _, image := range w.Images {
		if model.ImageID(e.ImageID(image)) != id {
			continue
		}
		if len(image.Tags) == 0 {
			return []string{w.untagged[image.ID]}
		}
		return image.Tags
	}
	t.Fatalf("the world has no image %s", id)
	return nil
}
