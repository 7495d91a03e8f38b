package sim_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// scene is the small world of the removal rules:
//
//	base:1 ← step ← app:1, app:2 ← child:1     classic builds
//	lone:1 (with a digest), used:1 (exited), runs:1 (running), none
type scene struct {
	world                                    *modeltest.World
	base, step, app, child, lone, used, runs *modeltest.Image
	none                                     *modeltest.Image
	exited, running                          *modeltest.Container
}

func newScene() *scene {
	w := modeltest.New(3, testTime)
	run := modeltest.Run
	s := &scene{world: w}
	s.base = w.Build(modeltest.Recipe{Tags: []string{"base:1"}, Add: []modeltest.Instruction{run("base", 1000)}})
	s.app = w.Build(modeltest.Recipe{
		From: s.base, Classic: true, Tags: []string{"app:1", "app:2"},
		Add: []modeltest.Instruction{run("step", 100), modeltest.Set("CMD app")},
	})
	s.step = w.Images[1]
	s.child = w.Build(modeltest.Recipe{
		From: s.app, Classic: true, Tags: []string{"child:1"}, Add: []modeltest.Instruction{run("child", 10)},
	})
	s.lone = w.Build(modeltest.Recipe{Tags: []string{"lone:1"}, Pulled: true, Add: []modeltest.Instruction{run("lone", 7)}})
	s.used = w.Build(modeltest.Recipe{Tags: []string{"used:1"}, Add: []modeltest.Instruction{run("used", 5)}})
	s.runs = w.Build(modeltest.Recipe{Tags: []string{"runs:1"}, Add: []modeltest.Instruction{run("runs", 3)}})
	s.none = w.Build(modeltest.Recipe{Add: []modeltest.Instruction{run("none", 2)}})
	s.exited = w.Run(modeltest.Start{Image: s.used, Name: "old", State: model.StateExited})
	s.running = w.Run(modeltest.Start{Image: s.runs, Name: "live", State: model.StateRunning})
	return s
}

// words replaces IDs by the names of the scene.
func (s *scene) words(text string) string {
	for name, image := range map[string]*modeltest.Image{
		"BASE": s.base, "STEP": s.step, "APP": s.app, "CHILD": s.child,
		"LONE": s.lone, "USED": s.used, "RUNS": s.runs, "NONE": s.none,
	} {
		for _, layer := range image.Layers() {
			if layer == image.History.Top() && image != s.app {
				text = strings.ReplaceAll(text, string(layer.ChainID), name+"-layer")
			}
		}
		text = strings.ReplaceAll(text, string(image.ID), name)
		text = strings.ReplaceAll(text, strings.TrimPrefix(string(image.ID), "sha256:"), name)
		text = strings.ReplaceAll(text, image.ID.Short(), name)
		for _, digest := range image.Digests {
			text = strings.ReplaceAll(text, digest, name+"-digest")
		}
	}
	for name, c := range map[string]*modeltest.Container{"OLD": s.exited, "LIVE": s.running} {
		text = strings.ReplaceAll(text, string(c.ID), name)
		text = strings.ReplaceAll(text, c.ID.Short(), name)
	}
	return text
}

// removal is one DELETE and what comes of it.
type removal struct {
	name           string // of the case
	before         []string
	image          func(*scene) string
	force, noprune bool
	records        string // "-ref" untagged, "x ID" deleted
	conflict       string // instead of records
}

func tag(name string) func(*scene) string { return func(*scene) string { return name } }

func id(pick func(*scene) *modeltest.Image) func(*scene) string {
	return func(s *scene) string { return string(pick(s).ID) }
}

var (
	appID  = id(func(s *scene) *modeltest.Image { return s.app })
	baseID = id(func(s *scene) *modeltest.Image { return s.base })
	usedID = id(func(s *scene) *modeltest.Image { return s.used })
	runsID = id(func(s *scene) *modeltest.Image { return s.runs })
	loneID = id(func(s *scene) *modeltest.Image { return s.lone })
	noneID = id(func(s *scene) *modeltest.Image { return s.none })
)

func graphRemovals() []removal {
	const forced = " (cannot be forced) - "
	return []removal{
		{name: "one of two tags", image: tag("app:2"), records: "-app:2"},
		{name: "by ID with two tags and a child", image: appID, conflict: "conflict: unable to delete APP" + forced + "image has dependent child images"},
		{
			name: "by ID with two tags", before: []string{"child:1"}, image: appID,
			conflict: "conflict: unable to delete APP (must be forced) - image is referenced in multiple repositories",
		},
		{
			name: "by ID with two tags, forced", before: []string{"child:1"}, image: appID, force: true,
			records: "-app:1 -app:2 xAPP xSTEP xSTEP-layer",
		},
		{name: "child by tag", image: tag("child:1"), records: "-child:1 xCHILD xCHILD-layer"},
		{name: "last tag with a digest", image: tag("lone:1"), records: "-lone:1 -LONE-digest xLONE xLONE-layer"},
		{name: "by ID with tag and digest", image: loneID, records: "-lone:1 -LONE-digest xLONE xLONE-layer"},
		{name: "digest only", image: func(s *scene) string { return s.lone.Digests[0] }, records: "-LONE-digest"},
		{name: "untagged", image: noneID, records: "xNONE xNONE-layer"},
		{name: "parent by ID", image: baseID, force: true, conflict: "conflict: unable to delete BASE" + forced + "image has dependent child images"},
		{name: "parent by tag", image: tag("base:1"), records: "-base:1"},
		{
			name: "the last child takes untagged parents along", before: []string{"base:1", "app:1", "app:2"},
			image: tag("child:1"), records: "-child:1 xCHILD xCHILD-layer xAPP xSTEP xSTEP-layer xBASE xBASE-layer",
		},
		{
			name: "noprune keeps parents", before: []string{"base:1", "app:1", "app:2"}, noprune: true,
			image: tag("child:1"), records: "-child:1 xCHILD xCHILD-layer",
		},
		{
			name: "stopped, last tag", image: tag("used:1"),
			conflict: `conflict: unable to remove repository reference "used:1" (must force) - container OLD is using its referenced image USED`,
		},
		{name: "stopped, by ID", image: usedID, conflict: "conflict: unable to delete USED (must be forced) - image is being used by stopped container OLD"},
		{name: "stopped, last tag, forced", image: tag("used:1"), force: true, records: "-used:1 xUSED"},
		{name: "stopped, by ID, forced", image: usedID, force: true, records: "-used:1 xUSED"},
		{name: "running, by ID", image: runsID, conflict: "conflict: unable to delete RUNS" + forced + "image is being used by running container LIVE"},
		{name: "running, by ID, forced", image: runsID, force: true, conflict: "conflict: unable to delete RUNS" + forced + "image is being used by running container LIVE"},
		{name: "running, last tag, forced", image: tag("runs:1"), force: true, records: "-runs:1"},
	}
}

func containerdRemovals() []removal {
	return []removal{
		{name: "one of two tags", image: tag("app:2"), records: "-app:2"},
		{name: "by ID with two tags", image: appID, conflict: "conflict: unable to delete APP (must be forced) - image is referenced in multiple repositories"},
		{name: "by ID with two tags, forced", image: appID, force: true, records: "-app:1 -app:2 xAPP"},
		{name: "by ID prunes untagged parents", before: []string{"app:2"}, image: appID, records: "-app:1 xAPP xSTEP"},
		{name: "parent by ID", image: baseID, records: "-base:1 xBASE"},
		{name: "parents are kept when one is gone", before: []string{"base:1!", "app:2"}, image: appID, records: "-app:1 xAPP"},
		{
			name: "digest stands for the repository", records: "-lone:1 xLONE",
			image: func(s *scene) string { return "lone@" + string(s.lone.ID) },
		},
		{
			name: "tag with digest", records: "-app:2",
			image: func(s *scene) string { return "app:2@" + string(s.app.ID) },
		},
		{
			name: "another tag with digest", conflict: "No such image: app:9@APP",
			image: func(s *scene) string { return "app:9@" + string(s.app.ID) },
		},
		{
			name: "stopped, tag with digest", conflict: "conflict: unable to delete USED (must be forced) - image is being used by stopped container OLD",
			image: func(s *scene) string { return "used:1@" + string(s.used.ID) },
		},
		{
			name: "stopped, last tag", image: tag("used:1"),
			conflict: "conflict: unable to delete used:1 (must be forced) - container OLD is using its referenced image USED",
		},
		{name: "stopped, last tag, forced", image: tag("used:1"), force: true, records: "-used:1"},
		{name: "stopped, by ID", image: usedID, conflict: "conflict: unable to delete USED (must be forced) - image is being used by stopped container OLD"},
		{name: "stopped, by ID, forced", image: usedID, force: true, records: "-used:1 xUSED"},
		{name: "running, by ID, forced", image: runsID, force: true, conflict: "conflict: unable to delete RUNS (cannot be forced) - image is being used by running container LIVE"},
		{name: "running, last tag, forced", image: tag("runs:1"), force: true, records: "-runs:1"},
	}
}

func podmanRemovals() []removal {
	inUse := "image used by LIVE: image is in use by a container: consider listing external containers and force-removing image"
	return []removal{
		{name: "one of two tags", image: tag("app:2"), records: "-app:2"},
		{name: "by ID with two tags", image: appID, conflict: `unable to delete image "APP" by ID with more than one tag ([app:1 app:2]): please force removal`},
		{name: "running, last tag", image: tag("runs:1"), conflict: "image runs:1 is in use: " + inUse},
		{name: "running, forced", image: runsID, force: true, records: "-runs:1 xRUNS"},
		{name: "parent by ID", image: baseID, records: "-base:1"},
	}
}

// newPodmanRemovals are those in which Podman 5.8 differs.
func newPodmanRemovals() []removal {
	return []removal{
		{
			name: "running, forced", image: runsID, force: true,
			conflict: "image RUNS is in an invalid state: removing image RUNS: container LIVE using image could not be removed: " +
				"cannot remove container LIVE as it is running - running or paused containers cannot be removed without force: container state improper",
		},
		{name: "stopped, forced", image: usedID, force: true, records: "-used:1 xUSED"},
		{name: "without parents", before: []string{"child:1", "app:2"}, image: tag("app:1"), noprune: true, records: "-app:1 xAPP"},
		{name: "with parents", before: []string{"child:1", "app:2"}, image: tag("app:1"), records: "-app:1 xAPP xSTEP"},
	}
}

func TestRemovalRules(t *testing.T) {
	for name, tt := range map[string]struct {
		opts  sim.Options
		cases []removal
	}{
		"graphdriver":      {sim.Options{}, graphRemovals()},
		"containerd store": {sim.Options{Store: model.StoreContainerd}, containerdRemovals()},
		"podman":           {sim.Options{Store: model.StorePodman, Version: "4.3.1"}, podmanRemovals()},
		"podman 5.8":       {sim.Options{Store: model.StorePodman, Version: "5.8.6"}, newPodmanRemovals()},
	} {
		for _, tc := range tt.cases {
			t.Run(name+"/"+tc.name, func(t *testing.T) { tc.check(t, tt.opts) })
		}
	}
}

func (tc removal) check(t *testing.T, opts sim.Options) {
	t.Helper()
	s := newScene()
	engine, cli := connect(t, s.world, opts)
	for _, name := range tc.before {
		// "base:1!" deletes the image for good, whoever stands on it.
		if plain, byID := strings.CutSuffix(name, "!"); byID {
			found, err := engine.ImageID(plain)
			if err != nil {
				t.Fatal(err)
			}
			name = string(found)
		}
		if err := engine.RemoveImage(name, false); err != nil {
			t.Fatal(err)
		}
	}
	result, err := cli.ImageRemove(context.Background(), tc.image(s), client.ImageRemoveOptions{Force: tc.force, PruneChildren: !tc.noprune})
	if tc.conflict != "" {
		if err == nil || s.words(err.Error()) != "Error response from daemon: "+tc.conflict {
			t.Errorf("error\n %v\nwant\n %s", err, tc.conflict)
		}
		return
	}
	if err != nil {
		t.Fatal(s.words(err.Error()))
	}
	var records []string
	for _, item := range result.Items {
		if item.Untagged != "" {
			records = append(records, "-"+s.words(item.Untagged))
		} else {
			records = append(records, "x"+s.words(item.Deleted))
		}
	}
	if got := strings.Join(records, " "); got != tc.records {
		t.Errorf("records\n %s\nwant\n %s", got, tc.records)
	}
}

func TestRemoveMissing(t *testing.T) {
	_, cli := connect(t, newScene().world, sim.Options{})
	for name, want := range map[string]string{
		"nope":                              "No such image: nope:latest",
		"nope:1":                            "No such image: nope:1",
		"sha256:" + strings.Repeat("0", 64): "No such image: sha256:" + strings.Repeat("0", 64),
	} {
		_, err := cli.ImageRemove(context.Background(), name, client.ImageRemoveOptions{})
		if !errdefs.IsNotFound(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	_, err := cli.ImageRemove(context.Background(), "UPPER:1", client.ImageRemoveOptions{})
	if !errdefs.IsInvalidArgument(err) || !strings.Contains(err.Error(), "must be lowercase") {
		t.Errorf("a bad reference: %v", err)
	}
}

// The engine's figure counts layers of images only: it falls with the image,
// though the container still holds the bytes.
func TestLayersOfContainersDoNotCount(t *testing.T) {
	s := newScene()
	_, cli := connect(t, s.world, sim.Options{})
	ctx := context.Background()
	size := func() int64 {
		t.Helper()
		usage, err := cli.DiskUsage(ctx, client.DiskUsageOptions{Images: true})
		if err != nil {
			t.Fatal(err)
		}
		return usage.Images.TotalSize
	}
	before := size()
	result, err := cli.ImageRemove(ctx, "used:1", client.ImageRemoveOptions{Force: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range result.Items {
		if item.Deleted != "" && item.Deleted != string(s.used.ID) {
			t.Errorf("the layer %s was released under the container", item.Deleted)
		}
	}
	if got := size(); got != before-5 {
		t.Errorf("%d bytes after the image went, want %d", got, before-5)
	}
	if _, err := cli.ContainerRemove(ctx, "old", client.ContainerRemoveOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := size(); got != before-5 {
		t.Errorf("%d bytes after the container went, want %d as before", got, before-5)
	}
}

// Deleting everything in any order that the engine allows gives every byte
// back, and each layer is told once.
func TestDeletingAllFreesAll(t *testing.T) {
	world := modeltest.Developer(5, testTime)
	layers := world.Layers
	engine, cli := connect(t, world, sim.Options{})
	ctx := context.Background()
	containers, err := cli.ContainerList(ctx, client.ContainerListOptions{All: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range containers.Items {
		if _, err := cli.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true}); err != nil {
			t.Fatal(err)
		}
	}
	images, err := cli.ImageList(ctx, client.ImageListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var deleted []string
	for _, item := range images.Items {
		result, err := cli.ImageRemove(ctx, item.ID, client.ImageRemoveOptions{Force: true, PruneChildren: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range result.Items {
			if record.Deleted != "" {
				deleted = append(deleted, record.Deleted)
			}
		}
	}
	usage, err := cli.DiskUsage(ctx, client.DiskUsageOptions{Images: true})
	if err != nil {
		t.Fatal(err)
	}
	if usage.Images.TotalSize != 0 || usage.Images.TotalCount != 0 {
		t.Errorf("%d bytes of %d images are left", usage.Images.TotalSize, usage.Images.TotalCount)
	}
	slices.Sort(deleted)
	if unique := slices.Compact(slices.Clone(deleted)); len(unique) != len(deleted) {
		t.Errorf("%d deletes were told, of %d things", len(deleted), len(unique))
	}
	// Layers that failed builds and old dependencies left without an image were
	// never there for the engine.
	if got := len(deleted) - len(world.Images); got <= 0 || got > layers {
		t.Errorf("%d layers were told, the world made %d", got, layers)
	}
	_ = engine
}

func TestPrune(t *testing.T) {
	s := newScene()
	_, cli := connect(t, s.world, sim.Options{})
	ctx := context.Background()
	report, err := cli.ImagePrune(ctx, client.ImagePruneOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Report.ImagesDeleted) != 2 || report.Report.SpaceReclaimed != 2 {
		t.Errorf("dangling: %+v", report.Report)
	}
	all := client.Filters{}.Add("dangling", "false")
	if report, err = cli.ImagePrune(ctx, client.ImagePruneOptions{Filters: all}); err != nil {
		t.Fatal(err)
	}
	if report.Report.SpaceReclaimed != 1000+100+10+7 {
		t.Errorf("all unused: %d bytes", report.Report.SpaceReclaimed)
	}
	left, err := cli.ImageList(ctx, client.ImageListOptions{All: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(left.Items) != 2 {
		t.Errorf("%d images are left, want those of the two containers", len(left.Items))
	}
}

func TestUnknownPage(t *testing.T) {
	engine, _ := connect(t, newScene().world, sim.Options{})
	web := &http.Client{Transport: &http.Transport{DialContext: engine.Dial}}
	for path, want := range map[string]int{
		"/v1.41/nope": 404, "/v1.41/info": 200, "/info": 200, "/v1.99/info": 400, "/v1.12/info": 400,
	} {
		answer, err := web.Get("http://embedded" + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, answer.StatusCode, want)
		}
	}
}
