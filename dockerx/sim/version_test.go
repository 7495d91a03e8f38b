package sim_test

import (
	"context"
	"testing"

	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// sizes are the bytes of one image as an engine lists and inspects it.
type sizes struct{ listed, own, inspected, content int64 }

func sizesIn(t *testing.T, version string) sizes {
	t.Helper()
	s := newScene()
	_, cli := connect(t, s.world, sim.Options{Store: model.StoreContainerd, Version: version})
	ctx := context.Background()
	if _, err := cli.Ping(ctx, client.PingOptions{NegotiateAPIVersion: true}); err != nil {
		t.Fatal(err)
	}
	list, err := cli.ImageList(ctx, client.ImageListOptions{All: true, SharedSize: true})
	if err != nil {
		t.Fatal(err)
	}
	inspected, err := cli.ImageInspect(ctx, string(s.app.ID), client.ImageInspectWithManifests(true))
	if err != nil {
		t.Fatal(err)
	}
	if len(inspected.Manifests) != 1 {
		t.Fatalf("%d manifests", len(inspected.Manifests))
	}
	found := sizes{inspected: inspected.Size, content: inspected.Manifests[0].Size.Content}
	for _, item := range list.Items {
		if item.ID == string(s.app.ID) {
			found.listed, found.own = item.Size, item.Size-item.SharedSize
		}
	}
	return found
}

// The Size of an inspected image has its files in it since 29.8, and the shared size has
// content in it since 29.
func TestSizesDependOnTheVersion(t *testing.T) {
	for _, tc := range []struct {
		version       string
		files, shared bool
	}{{"28.5.2", false, false}, {"29.6.0", false, true}, {"29.8.1", true, true}} {
		got := sizesIn(t, tc.version)
		want := got.content
		if tc.files {
			want = got.listed
		}
		if got.inspected != want || got.content >= got.listed {
			t.Errorf("%s: inspected %d, want %d: %+v", tc.version, got.inspected, want, got)
		}
		// All its layers are shared, so that with their content only the manifest and the
		// configuration are its own.
		layers := got.own == got.content
		if layers == tc.shared {
			t.Errorf("%s: %d bytes of its own: %+v", tc.version, got.own, got)
		}
	}
}

// The total of the build cache has shared records in it since API 1.52. The client adds up
// those of older versions itself, and leaves these out.
func TestTotalOfTheBuildCache(t *testing.T) {
	for version, want := range map[string]int64{"28.5.2": 300, "29.8.1": 1300} {
		world := modeltest.New(3, testTime)
		world.Cache = []*model.CacheRecord{{ID: "a", Size: 1000, Shared: true}, {ID: "b", Size: 300}}
		_, cli := connect(t, world, sim.Options{Version: version})
		usage, err := cli.DiskUsage(context.Background(), client.DiskUsageOptions{BuildCache: true, Verbose: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := usage.BuildCache; got.TotalSize != want || got.Reclaimable != 300 || got.TotalCount != 2 {
			t.Errorf("%s: %+v, want %d bytes", version, got, want)
		}
	}
}
