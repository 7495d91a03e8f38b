package inventory

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/model"
)

// listsOnly is what engines before API 1.52 answer, with what trips sums up: an
// image whose users were not counted, one whose shared bytes were not, volumes
// that were not measured, an empty writable layer, shared records.
const listsOnly = `{
	"LayersSize": 1000,
	"Images": [
		{"Id": "sha256:a", "Containers": 2, "Size": 500, "SharedSize": 100},
		{"Id": "sha256:b", "Containers": 0, "Size": 300, "SharedSize": 100},
		{"Id": "sha256:c", "Containers": -1, "Size": 200, "SharedSize": 50},
		{"Id": "sha256:d", "Containers": 0, "Size": 90, "SharedSize": -1}
	],
	"Containers": [
		{"Id": "1", "State": "running", "SizeRw": 10, "Command": "nginx -g\n'daemon off;'",
			"Mounts": [{"Type": "volume", "Driver": "local"}, {"Type": "volume", "Driver": "nfs"}, {"Type": "bind"}]},
		{"Id": "2", "State": "exited", "SizeRw": 7},
		{"Id": "3", "State": "paused", "SizeRw": 5},
		{"Id": "4", "State": "created"}
	],
	"Volumes": [
		{"Name": "used", "UsageData": {"Size": 40, "RefCount": 1}},
		{"Name": "free", "UsageData": {"Size": 30, "RefCount": 0}},
		{"Name": "elsewhere", "UsageData": {"Size": -1, "RefCount": -1}},
		{"Name": "unmeasured"}
	],
	"BuildCache": [
		{"ID": "x", "Size": 8, "InUse": true},
		{"ID": "y", "Size": 6},
		{"ID": "z", "Size": 4, "Shared": true},
		{"ID": "w", "Size": 2, "Shared": true, "InUse": true}
	],
	"BuilderSize": 20
}`

// sums are what engines from API 1.52 on answer: their own sums, which are to
// be believed, and the lists.
const sums = `{
	"ImageUsage": {"ActiveCount": 3, "Reclaimable": 11, "TotalCount": 5, "TotalSize": 1234,
		"Items": [{"Id": "sha256:a", "Containers": 1, "Size": 500, "SharedSize": 100}]},
	"ContainerUsage": {"ActiveCount": 1, "Reclaimable": 2, "TotalCount": 3, "TotalSize": 4,
		"Items": [{"Id": "1", "State": "running", "SizeRw": 10, "Command": "top"}]},
	"VolumeUsage": {"ActiveCount": 0, "Reclaimable": 9, "TotalCount": 1, "TotalSize": 9, "Items": [{"Name": "v"}]},
	"BuildCacheUsage": {"ActiveCount": 1, "TotalCount": 1, "TotalSize": 8, "Items": [{"ID": "x", "Size": 8, "InUse": true}]}
}`

// sharedSums is what Docker 29 answers of a build cache: its sums have shared records in
// them, although they are images' bytes.
const sharedSums = `{"BuildCacheUsage": {"ActiveCount": 1, "Reclaimable": 14, "TotalCount": 4, "TotalSize": 20, "Items": [
	{"ID": "x", "Size": 8, "InUse": true}, {"ID": "y", "Size": 6}, {"ID": "z", "Size": 4, "Shared": true},
	{"ID": "w", "Size": 2, "Shared": true, "InUse": true}
]}}`

func TestSharedRecordsAreNotCounted(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		want model.Totals
	}{
		"lists":      {listsOnly, model.Totals{Count: 4, Active: 2, Size: 14, Reclaimable: 6}},
		"sums":       {sharedSums, model.Totals{Count: 4, Active: 2, Size: 14, Reclaimable: 6}},
		"no records": {`{"BuildCacheUsage": {"TotalCount": 4, "TotalSize": 20, "Reclaimable": 14}}`, model.Totals{Count: 4, Size: 20, Reclaimable: 14}},
	} {
		got, err := serve(t, text(tt.body)).diskUsage(t.Context())
		if err != nil || got.usage.BuildCache != tt.want {
			t.Errorf("%s: %+v, %v; want %+v", name, got.usage.BuildCache, err, tt.want)
		}
	}
}

func TestUsageIsCountedAsDockerDoes(t *testing.T) {
	for name, tt := range map[string]struct{ api, body string }{
		"lists only": {"1.51", listsOnly},
		"sums":       {"1.52", sums},
		"nothing":    {"1.43", "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Api-Version", tt.api)
				w.Header().Set("Content-Type", "application/json")
				if strings.HasSuffix(r.URL.Path, "/system/df") {
					_, _ = io.WriteString(w, tt.body)
				}
			}))
			t.Cleanup(server.Close)
			host := "tcp://" + strings.TrimPrefix(server.URL, "http://")
			ours, err := dockerx.Connect(t.Context(), dockerx.Options{Host: host, Env: noEnv})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = ours.Close() })
			theirs, err := client.New(client.WithHost(host))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = theirs.Close() })
			got, err := fetcher{ours}.diskUsage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			df, err := theirs.DiskUsage(t.Context(), client.DiskUsageOptions{Verbose: true})
			if err != nil {
				t.Fatal(err)
			}
			i, c, v, b := df.Images, df.Containers, df.Volumes, df.BuildCache
			for kind, pair := range map[string][2]model.Totals{
				"images":      {got.usage.Images, {Count: i.TotalCount, Active: i.ActiveCount, Size: i.TotalSize, Reclaimable: i.Reclaimable}},
				"containers":  {got.usage.Containers, {Count: c.TotalCount, Active: c.ActiveCount, Size: c.TotalSize, Reclaimable: c.Reclaimable}},
				"volumes":     {got.usage.Volumes, {Count: v.TotalCount, Active: v.ActiveCount, Size: v.TotalSize, Reclaimable: v.Reclaimable}},
				"build cache": {got.usage.BuildCache, {Count: b.TotalCount, Active: b.ActiveCount, Size: b.TotalSize, Reclaimable: b.Reclaimable}},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s: %+v, docker counts %+v", kind, pair[0], pair[1])
				}
			}
		})
	}
}

func TestUsageOfSingleThings(t *testing.T) {
	c := serve(t, text(listsOnly))
	got, err := c.diskUsage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantOf := map[model.ContainerID]model.ContainerUsage{"1": {Command: "nginx -g 'daemon off;'", Volumes: 1}, "2": {}, "3": {}, "4": {}}
	if !maps.Equal(got.usage.OfContainer, wantOf) {
		t.Errorf("containers %+v", got.usage.OfContainer)
	}
	if want := map[model.ContainerID]int64{"1": 10, "2": 7, "3": 5, "4": 0}; !maps.Equal(got.writable, want) {
		t.Errorf("writable layers %v", got.writable)
	}
	if want := map[model.ImageID]int64{"sha256:a": 100, "sha256:b": 100, "sha256:c": 50}; !maps.Equal(got.shared, want) {
		t.Errorf("shared %v", got.shared)
	}
	sizes := make([]int64, 0, 4)
	for _, v := range got.usage.VolumeList {
		sizes = append(sizes, v.Size, v.Users)
	}
	if !slices.Equal(sizes, []int64{40, 1, 30, 0, -1, -1, -1, -1}) {
		t.Errorf("volumes %v", sizes)
	}
}
