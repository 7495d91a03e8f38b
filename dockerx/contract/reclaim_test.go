package contract_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/containerd/errdefs"
	classic "github.com/moby/moby/api/types/build"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
)

// The variables that make the tests below bigger.
const (
	imagesVariable = "JETTISON_RECLAIM_IMAGES"
	setsVariable   = "JETTISON_RECLAIM_SETS"
)

// reclaimed returns the number in a variable, or the usual one.
func reclaimed(t *testing.T, variable string, usual int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s is no number: %v", variable, err)
	}
	return n
}

// TestReclaimIsExact removes random sets of related images until none are left. For every set
// these are equal to the byte: the figure for the marks, that of the plan, the layers that the
// engine lists as removed, and the fall of the engine's own figure. The disk frees as much,
// plus a few blocks for each layer.
//
// JETTISON_RECLAIM_IMAGES sets the number of images, and JETTISON_RECLAIM_SETS that of sets, which
// are smaller then.
func TestReclaimIsExact(t *testing.T) {
	t.Parallel()
	images := reclaimed(t, imagesVariable, 80)
	flavors := []enginetest.Flavor{
		enginetest.Docker20, enginetest.Docker28, enginetest.Docker29,
		enginetest.SimDocker20, enginetest.SimDocker28,
	}
	engines.On(t, flavors, treesWorld(images, 9000), func(t *testing.T, e *enginetest.Engine) {
		r := newReclaimer(t, e, checkExact)
		r.removeAll()
		if r.sets < images/5 {
			t.Errorf("only %d sets were removed", r.sets)
		}
		t.Logf("%d sets, %d bytes in all, each as predicted", r.sets, r.freed)
	})
}

// TestReclaimIsWithinRange does the same where sizes are not known exactly. For every set the
// fall of the engine's figure, or the space freed on disk if the engine has none, lies within
// the range shown.
func TestReclaimIsWithinRange(t *testing.T) {
	t.Parallel()
	images := reclaimed(t, imagesVariable, 40) // these stores are slow
	flavors := []enginetest.Flavor{
		enginetest.Docker28Containerd, enginetest.Docker29Containerd, enginetest.Podman, enginetest.Podman5,
		enginetest.SimDocker28Containerd, enginetest.SimDocker29Containerd,
	}
	engines.On(t, flavors, treesWorld(images, 2<<20), func(t *testing.T, e *enginetest.Engine) {
		var off deviations
		r := newReclaimer(t, e, off.check)
		r.removeAll()
		t.Logf("%d sets, %d bytes in all; ranges %.1f %% wide at the median, their middle off by %.1f %%",
			r.sets, r.freed, 100*median(off.widths), 100*median(off.errors))
		const widest = 0.10
		if e.Flavor.Real() && e.Store == model.StoreContainerd && median(off.widths) > widest {
			t.Errorf("the median of the ranges is %.3f wide", median(off.widths))
		}
	})
}

// deviations holds the widths of the ranges and the errors of their middles, as fractions of the
// space freed.
type deviations struct{ widths, errors []float64 }

func (o *deviations) check(r *reclaimer, plan *model.Plan, progress *model.Progress, back int64) {
	r.t.Helper()
	predicted := plan.Reclaim
	if !predicted.About || back < predicted.Min || back > predicted.Max {
		r.t.Errorf("set %d: %d bytes came back, predicted were %d to %d\n%s", r.sets, back, predicted.Min, predicted.Max, describePlan(plan, progress))
	}
	if back > 0 {
		middle := float64(predicted.Min+predicted.Max) / 2
		o.widths = append(o.widths, float64(predicted.Max-predicted.Min)/float64(back))
		o.errors = append(o.errors, math.Abs(middle-float64(back))/float64(back))
	}
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// treesWorld has images that share layers in trees: loaded, pulled and classic builds, with
// layers of zero to most bytes, steps without a layer, several tags and none.
func treesWorld(n int, most int64) *modeltest.World {
	draw := rand.New(rand.NewPCG(1, 2))
	w := modeltest.New(11, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	instruction := func() modeltest.Instruction {
		switch draw.IntN(6) {
		case 0:
			return modeltest.Set("/bin/sh -c #(nop)  ENV A=b")
		case 1:
			return modeltest.Set("/bin/sh -c #(nop) WORKDIR /app")
		case 2:
			return modeltest.Run("RUN /bin/sh -c true # buildkit", 0)
		}
		return modeltest.Run("COPY part / # buildkit", 1+draw.Int64N(most))
	}
	var all, loaded []*modeltest.Image
	for i := range n {
		recipe := modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", 1+draw.Int64N(most))}}
		if i >= 5 {
			from := all[draw.IntN(len(all))]
			recipe.Add = nil
			if recipe.Classic = draw.IntN(2) == 0; recipe.Classic {
				recipe.From = from
				recipe.Add = append(recipe.Add, modeltest.Run("COPY part /", 1+draw.Int64N(most)))
				if draw.IntN(2) == 0 {
					recipe.Add = append(recipe.Add, modeltest.Set("ENV STEP=1"))
				}
			} else {
				// An archive has layers of its own, even if an engine built the same.
				recipe.On = loaded[draw.IntN(len(loaded))].History
				for range 1 + draw.IntN(4) {
					recipe.Add = append(recipe.Add, instruction())
				}
			}
		}
		for tag := range draw.IntN(3) {
			recipe.Tags = append(recipe.Tags, fmt.Sprintf("%strees%d:%d", repo, i%7, i*10+tag))
		}
		all = append(all, w.Build(recipe))
		if !recipe.Classic {
			loaded = append(loaded, all[i])
		}
	}
	return w
}

// addUndescribed adds images that a world can't describe: imported ones, and commits of containers that
// have been removed.
func addUndescribed(t *testing.T, e *enginetest.Engine) {
	t.Helper()
	c, ctx := e.Client(), t.Context()
	list, err := c.ImageList(ctx, client.ImageListOptions{})
	must(t, err)
	for i := range 4 {
		archive := tarOf(t, "imported", bytes.Repeat([]byte{byte(i)}, 1000*i))
		answer, err := c.ImageImport(ctx, client.ImageImportSource{Source: archive, SourceName: "-"},
			fmt.Sprintf("%simported:%d", repo, i), client.ImageImportOptions{})
		must(t, err)
		_, err = io.Copy(io.Discard, answer)
		must(t, errors.Join(err, answer.Close()))

		from := list.Items[i*len(list.Items)/4].ID
		made, err := c.ContainerCreate(ctx, client.ContainerCreateOptions{
			Config:     &container.Config{Image: from, Cmd: []string{"/none"}},
			HostConfig: &container.HostConfig{NetworkMode: "none"},
		})
		must(t, err)
		if i > 0 { // the first commit has an empty layer
			_, err = c.CopyToContainer(ctx, made.ID, client.CopyToContainerOptions{
				DestinationPath: "/", Content: tarOf(t, "committed", bytes.Repeat([]byte{'c'}, 500*i)),
			})
			must(t, err)
		}
		_, err = c.ContainerCommit(ctx, made.ID, client.ContainerCommitOptions{Reference: fmt.Sprintf("%scommitted:%d", repo, i)})
		must(t, err)
		_, err = c.ContainerRemove(ctx, made.ID, client.ContainerRemoveOptions{Force: true})
		must(t, err)
	}
}

// siblings is the repository of images that share untagged parents.
const siblings = repo + "siblings"

// buildSiblings builds images whose first steps are the same, so that all share the same
// untagged parents.
func buildSiblings(t *testing.T, e *enginetest.Engine) {
	t.Helper()
	for i := range 8 {
		var buffer bytes.Buffer
		w := tar.NewWriter(&buffer)
		file := func(name, content string) {
			must(t, w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(content))}))
			_, err := w.Write([]byte(content))
			must(t, err)
		}
		file("Dockerfile", "FROM "+repo+"imported:1\nENV A=1\nCOPY same /\nENV B=2\nCOPY own /\n")
		file("same", "the same for all")
		file("own", strings.Repeat("own", 100+i))
		must(t, w.Close())
		answer, err := e.Client().ImageBuild(t.Context(), &buffer, client.ImageBuildOptions{
			Tags: []string{fmt.Sprintf("%s:%d", siblings, i)}, Version: classic.BuilderV1, Remove: true, ForceRemove: true,
		})
		must(t, err)
		said, err := io.ReadAll(answer.Body)
		must(t, errors.Join(err, answer.Body.Close()))
		if !bytes.Contains(said, []byte("Successfully built")) {
			t.Fatalf("%s", said)
		}
	}
}

// buildWithKit builds images with BuildKit, each on an existing image or on the previous one.
// It prunes the build cache, so that they are images like any other.
func buildWithKit(t *testing.T, e *enginetest.Engine) {
	t.Helper()
	on := "scratch"
	for i := range 6 {
		tag := fmt.Sprintf("%skit:%d", repo, i)
		e.BuildKit(t.Context(), t, tag, map[string][]byte{
			"Dockerfile": fmt.Appendf(nil, "FROM %s\nENV N=%d\nCOPY one /\nWORKDIR /work\nCOPY two /\n", on, i),
			"one":        noise(10_000 + 1000*i),
			"two":        noise(1 + 70_000*i),
		})
		on = tag
		if i == 3 {
			on = repo + "imported:2"
		}
	}
	_, err := e.Client().BuildCachePrune(t.Context(), client.BuildCachePruneOptions{All: true})
	must(t, err)
}

// tarOf returns an archive of one file.
func tarOf(t *testing.T, file string, content []byte) io.Reader {
	t.Helper()
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	must(t, w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: file, Mode: 0o644, Size: int64(len(content))}))
	_, err := w.Write(content)
	must(t, errors.Join(err, w.Close()))
	return &buffer
}

// reclaimer follows an engine and removes from it.
type reclaimer struct {
	t      *testing.T
	check  func(r *reclaimer, plan *model.Plan, progress *model.Progress, back int64)
	client *dockerx.Client
	feed   *inventory.Feed
	engine *enginetest.Engine
	now    model.Snapshot
	size   int64 // the engine's own figure for its layers
	disk   int64 // their size on disk
	sets   int   // number of removed sets
	freed  int64
}

func newReclaimer(t *testing.T, e *enginetest.Engine, check func(*reclaimer, *model.Plan, *model.Progress, int64)) *reclaimer {
	t.Helper()
	if e.Flavor.Real() && e.Store != model.StorePodman {
		addUndescribed(t, e)
		buildSiblings(t, e)
		if e.Flavor != enginetest.Docker20 {
			buildWithKit(t, e)
		}
	}
	c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	r := &reclaimer{t: t, check: check, client: c, engine: e, feed: inventory.Follow(t.Context(), c, inventory.FollowOptions{})}
	r.until("all layers", func(s model.Snapshot) bool {
		return s.Facts[model.FactLayers].Status == model.StatusReady && s.Facts[model.FactTagTimes].Status == model.StatusReady && s.Inventory.Usage != nil
	})
	r.size = r.layersSize()
	if e.Flavor.Real() {
		r.disk = e.LayersOnDisk(t)
	}
	return r
}

// removeAll removes random sets until nothing is left.
func (r *reclaimer) removeAll() {
	r.t.Helper()
	r.removeSiblings()
	draw := rand.New(rand.NewPCG(3, 4))
	sets := reclaimed(r.t, setsVariable, 0)
	for r.removeSet(draw, sets-r.sets) {
	}
	if r.sets < sets {
		r.t.Errorf("only %d sets were removed", r.sets)
	}
}

// removeSiblings removes them all at once: deleting the last one removes the parents.
func (r *reclaimer) removeSiblings() {
	r.t.Helper()
	marks := model.NewMarks(r.now.Inventory)
	for _, row := range r.now.Inventory.Rows() {
		if row.Repo == siblings {
			marks.Set(row.Key(), true)
		}
	}
	if marks.Len() > 0 {
		r.remove(marks)
	}
}

// until waits for a snapshot that satisfies good.
func (r *reclaimer) until(what string, good func(model.Snapshot) bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 3*time.Minute)
	defer cancel()
	for !good(r.now) {
		next, err := r.feed.Next(ctx)
		if err != nil {
			r.t.Fatalf("%s: %v", what, err)
		}
		r.now = next
	}
}

func (r *reclaimer) layersSize() int64 {
	r.t.Helper()
	// The containerd store may still be deleting, and Docker 20.10 may be busy with a
	// measurement for the feed, since it runs only one at a time.
	for range 20 {
		usage, err := r.client.API().DiskUsage(r.t.Context(), client.DiskUsageOptions{Images: true})
		if err == nil {
			return usage.Images.TotalSize
		}
		if !errdefs.IsNotFound(err) && !strings.Contains(err.Error(), "already running") {
			r.t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
	r.t.Fatal("the engine does not come to rest")
	return 0
}

// removeSet removes the images of some rows, and reports whether any were left. It takes one
// image where as many sets as are wanted could not be made of the others otherwise.
func (r *reclaimer) removeSet(draw *rand.Rand, wanted int) bool {
	inv := r.now.Inventory
	rows := inv.Rows()
	if len(rows) == 0 {
		if r.size != 0 {
			r.t.Errorf("no image is left, but %d bytes of layers", r.size)
		}
		return false
	}
	marks := model.NewMarks(inv)
	most := 4
	if len(inv.Images()) < 2*wanted {
		most = 1
	}
	for range 1 + draw.IntN(1+draw.IntN(most)) { // one or a few at a time
		image := rows[draw.IntN(len(rows))].Image
		marks.Set(model.ImageKey(image.ID, ""), true)
		for _, tag := range image.Tags {
			marks.Set(model.ImageKey(image.ID, tag), true)
		}
	}
	r.remove(marks)
	return true
}

// remove removes what is marked and compares the space freed with the plan.
func (r *reclaimer) remove(marks *model.Marks) {
	r.t.Helper()
	plan := model.NewPlan(r.now.Inventory, marks.Keys(), nil)
	if plan.Images+plan.Untags == 0 {
		return // all are blocked by images built on them
	}
	if plan.Reclaim != marks.Reclaim() {
		r.t.Fatalf("the plan frees %v, its marks %v\n%s", plan.Reclaim, marks.Reclaim(), describePlan(plan, model.NewProgress(plan, time.Now())))
	}
	progress := executeAll(r.t, r.client, plan)
	back := r.cameBack(progress)
	r.check(r, plan, progress, back)
	if plan.Images > 0 {
		r.sets++
	}
	r.freed += back
	asked := time.Now()
	r.feed.Reload(model.FactImages)
	r.until("the list was asked for again", func(s model.Snapshot) bool { return s.Facts[model.FactImages].At.After(asked) })
	r.until("the images are gone", func(s model.Snapshot) bool {
		for i := range plan.Steps {
			step := &plan.Steps[i]
			if _, there := s.Inventory.Image(step.Image().ID); there && step.Ready && step.Removes(model.KindImage) {
				return false
			}
			for _, parent := range step.Prunes {
				if _, there := s.Inventory.Image(parent.ID); there && step.Ready {
					return false
				}
			}
		}
		return true
	})
}

// cameBack returns the fall of the engine's figure, or the space freed on disk if the engine
// has none. The two differ only by blocks and folders.
func (r *reclaimer) cameBack(progress *model.Progress) int64 {
	r.t.Helper()
	before := r.size
	r.size = r.layersSize()
	if !r.engine.Flavor.Real() {
		return before - r.size
	}
	disk := r.engine.LayersOnDisk(r.t)
	gave := r.disk - disk
	r.disk = disk
	// The containerd store may update its figure after the disk.
	for tries := 0; tries < 10 && r.engine.Store == model.StoreContainerd && before-r.size < gave/2; tries++ {
		time.Sleep(200 * time.Millisecond)
		r.size = r.layersSize()
	}
	fell := before - r.size
	if r.engine.Store == model.StorePodman {
		return gave
	}
	pieces := int64(progress.Removed[model.KindImage]) // records, archives and layers
	for i := range progress.Plan.Steps {
		step := &progress.Plan.Steps[i]
		pieces += int64(len(progress.Step(i).Layers))
		if r.engine.Store == model.StoreContainerd && step.Image().Top != nil {
			pieces += int64(step.Image().Top.Depth)
		}
	}
	const blocksOfPiece = 32 << 10
	if gave < fell-pieces*blocksOfPiece || gave > fell+pieces*blocksOfPiece {
		r.t.Errorf("the engine's figure fell by %d bytes, but the disk has %d more", fell, gave)
	}
	return fell
}

// checkExact checks a removal to the byte.
func checkExact(r *reclaimer, plan *model.Plan, progress *model.Progress, back int64) {
	r.t.Helper()
	if !plan.Reclaim.Exact() || progress.Freed != plan.Reclaim || back != plan.Reclaim.Min {
		r.t.Fatalf("planned %v, the engine listed layers of %v, %d bytes came back\n%s",
			plan.Reclaim, progress.Freed, back, describePlan(plan, progress))
	}
}

func describePlan(plan *model.Plan, progress *model.Progress) string {
	var text strings.Builder
	for i := range plan.Steps {
		step, event := &plan.Steps[i], progress.Step(i)
		fmt.Fprintf(&text, "%s %v ready=%t frees %v: state %d, deleted %d, layers %d\n", step.Image().ID.Short(), step.Refs, step.Ready,
			step.Reclaim, event.State, len(event.Deleted), len(event.Layers))
		if event.Refusal != nil {
			fmt.Fprintf(&text, "   %+v\n", *event.Refusal)
		}
	}
	return text.String()
}
