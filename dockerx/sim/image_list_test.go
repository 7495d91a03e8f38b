package sim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// raw asks the engine for a path and decodes the answer without the client,
// which would hide what old engines send.
func raw(t *testing.T, engine *sim.Engine, path string, into any) {
	t.Helper()
	web := &http.Client{Transport: &http.Transport{DialContext: engine.Dial, DisableKeepAlives: true}}
	answer, err := web.Get("http://embedded" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v in %.200s", path, err, data)
	}
}

type listed struct {
	ID               string `json:"Id"`
	RepoTags         []string
	Containers       int64
	Size, SharedSize int64
	VirtualSize      *int64
	ParentID         string `json:"ParentId"`
	RepoDigests      []string
}

func TestListQuirks(t *testing.T) {
	for name, tc := range map[string]struct {
		opts       sim.Options
		path       string
		count      int
		untagged   int // tags of the untagged image; -1 for null
		containers int64
		shared     bool
		virtual    bool
	}{
		"28, API 1.51": {path: "/v1.51/images/json?shared-size=1", count: 7, containers: 1, shared: true},
		"28, API 1.50": {path: "/v1.50/images/json", count: 7, containers: -1},
		"28, API 1.41": {path: "/v1.41/images/json", count: 7, containers: -1, untagged: 1, virtual: true},
		"all":          {path: "/images/json?all=1", count: 8, containers: 1},
		"20.10": {
			opts: sim.Options{Version: "20.10.24"}, path: "/images/json?shared-size=1",
			count: 7, containers: -1, untagged: 1, virtual: true,
		},
		"containerd": {
			opts: sim.Options{Store: model.StoreContainerd}, path: "/images/json?shared-size=1",
			count: 7, containers: 1, shared: true,
		},
		"containerd, API 1.41": {
			opts: sim.Options{Store: model.StoreContainerd}, path: "/v1.41/images/json",
			count: 7, containers: -1, untagged: 1, virtual: true,
		},
		"podman": {
			opts: sim.Options{Store: model.StorePodman}, path: "/v1.41/images/json",
			count: 7, containers: 1, untagged: -1, virtual: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			engine, _ := connect(t, s.world, tc.opts)
			var list []listed
			raw(t, engine, tc.path, &list)
			if len(list) != tc.count {
				t.Errorf("%d images, want %d", len(list), tc.count)
			}
			for _, item := range list {
				if (item.VirtualSize != nil) != tc.virtual {
					t.Errorf("VirtualSize %v", item.VirtualSize)
				}
				if (item.SharedSize >= 0) != tc.shared {
					t.Errorf("SharedSize %d", item.SharedSize)
				}
				switch item.ID {
				case string(s.none.ID):
					if tc.untagged < 0 != (item.RepoTags == nil) || max(0, tc.untagged) != len(item.RepoTags) {
						t.Errorf("tags of the untagged image: %v", item.RepoTags)
					}
					if len(item.RepoDigests) != max(0, tc.untagged) {
						t.Errorf("digests of the untagged image: %v", item.RepoDigests)
					}
				case string(s.used.ID):
					if item.Containers != tc.containers {
						t.Errorf("%d containers, want %d", item.Containers, tc.containers)
					}
				}
			}
		})
	}
}

func TestListMatchesInventory(t *testing.T) {
	world := modeltest.Developer(4, testTime)
	inv := world.Inventory()
	_, cli := connect(t, world, sim.Options{Clock: fixedClock})
	list, err := cli.ImageList(t.Context(), client.ImageListOptions{All: true, SharedSize: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != len(inv.Images()) {
		t.Fatalf("%d images, the inventory has %d", len(list.Items), len(inv.Images()))
	}
	for _, item := range list.Items {
		image, ok := inv.Image(model.ImageID(item.ID))
		if !ok || item.Size != image.Size || item.SharedSize != image.SharedSize || int(item.Containers) != len(inv.Users(image.ID)) {
			t.Errorf("%s: %+v is not %+v", item.ID, item, image)
		}
	}
	usage, err := cli.DiskUsage(t.Context(), client.DiskUsageOptions{
		Images: true, Containers: true, Volumes: true, BuildCache: true, Verbose: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := model.Usage{
		Images:     model.Totals{Count: usage.Images.TotalCount, Active: usage.Images.ActiveCount, Size: usage.Images.TotalSize, Reclaimable: usage.Images.Reclaimable},
		Containers: model.Totals{Count: usage.Containers.TotalCount, Active: usage.Containers.ActiveCount, Size: usage.Containers.TotalSize, Reclaimable: usage.Containers.Reclaimable},
		Volumes:    model.Totals{Count: usage.Volumes.TotalCount, Active: usage.Volumes.ActiveCount, Size: usage.Volumes.TotalSize, Reclaimable: usage.Volumes.Reclaimable},
		BuildCache: model.Totals{Count: usage.BuildCache.TotalCount, Active: usage.BuildCache.ActiveCount, Size: usage.BuildCache.TotalSize, Reclaimable: usage.BuildCache.Reclaimable},
	}
	for name, pair := range map[string][2]model.Totals{
		"images": {got.Images, inv.Usage.Images}, "containers": {got.Containers, inv.Usage.Containers},
		"volumes": {got.Volumes, inv.Usage.Volumes}, "build cache": {got.BuildCache, inv.Usage.BuildCache},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %+v, the inventory has %+v", name, pair[0], pair[1])
		}
	}
}

func TestFilters(t *testing.T) {
	_, cli := connect(t, newScene().world, sim.Options{})
	for _, tc := range []struct {
		name, value string
		want        int
	}{
		{"dangling", "true", 1},
		{"dangling", "false", 6},
		{"reference", "app", 1},
		{"reference", "app:2", 1},
		{"reference", "*:1", 6},
		{"label", "nothing", 0},
	} {
		list, err := cli.ImageList(t.Context(), client.ImageListOptions{Filters: client.Filters{}.Add(tc.name, tc.value)})
		if err != nil {
			t.Fatal(err)
		}
		if len(list.Items) != tc.want {
			t.Errorf("%s=%s: %d images, want %d", tc.name, tc.value, len(list.Items), tc.want)
		}
	}
	if _, err := cli.ImageList(t.Context(), client.ImageListOptions{Filters: client.Filters{}.Add("bogus", "1")}); err == nil {
		t.Error("a bogus filter was taken")
	}
	containers, err := cli.ContainerList(t.Context(), client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("ancestor", "used:1")})
	if err != nil || len(containers.Items) != 1 || containers.Items[0].Names[0] != "/old" {
		t.Errorf("containers of used:1: %+v, %v", containers.Items, err)
	}
}

func TestHistoryAlignsWithLayers(t *testing.T) {
	s := newScene()
	_, cli := connect(t, s.world, sim.Options{})
	history, err := cli.ImageHistory(t.Context(), "child:1")
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		id   string
		size int64
	}{{string(s.child.ID), 10}, {string(s.app.ID), 0}, {string(s.step.ID), 100}, {string(s.base.ID), 1000}}
	if len(history.Items) != len(want) {
		t.Fatalf("%d entries, want %d", len(history.Items), len(want))
	}
	for i, item := range history.Items {
		if item.ID != want[i].id || item.Size != want[i].size {
			t.Errorf("entry %d: %+v, want %+v", i, item, want[i])
		}
	}
	inspect, err := cli.ImageInspect(t.Context(), "child:1")
	if err != nil {
		t.Fatal(err)
	}
	if len(inspect.RootFS.Layers) != 3 {
		t.Errorf("%d layers, want 3", len(inspect.RootFS.Layers))
	}
}

func BenchmarkList(b *testing.B) {
	_, cli := connect(b, modeltest.Many(10_000, 1, testTime), sim.Options{})
	for b.Loop() {
		if _, err := cli.ImageList(b.Context(), client.ImageListOptions{All: true, SharedSize: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRemoveAll(b *testing.B) {
	for b.Loop() {
		world := modeltest.Many(10_000, 1, testTime)
		_, cli := connect(b, world, sim.Options{})
		for _, image := range world.Images {
			// Images that a running container uses stay.
			_, _ = cli.ImageRemove(b.Context(), string(image.ID), client.ImageRemoveOptions{Force: true})
		}
	}
}
