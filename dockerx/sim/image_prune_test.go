package sim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// days is an engine of images that were built one to five days ago and are
// tagged so; a container uses the oldest.
func days(t *testing.T) *client.Client {
	t.Helper()
	w := modeltest.New(1, testTime)
	for i := range 5 {
		image := w.Build(modeltest.Recipe{
			Tags: []string{fmt.Sprintf("day:%d", i+1)}, Created: testTime.Add(-time.Duration(i+1) * 24 * time.Hour),
			Labels: map[string]string{"odd": fmt.Sprint((i + 1) % 2)}, Add: []modeltest.Instruction{modeltest.Run("x", 10)},
		})
		if i == 4 {
			w.Run(modeltest.Start{Image: image})
		}
	}
	_, cli := connect(t, w, sim.Options{Clock: fixedClock})
	return cli
}

func listTags(t *testing.T, cli *client.Client, filters client.Filters) []string {
	t.Helper()
	list, err := cli.ImageList(t.Context(), client.ImageListOptions{Filters: filters})
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, image := range list.Items {
		tags = append(tags, image.RepoTags...)
	}
	slices.Sort(tags)
	return tags
}

// The image that is named is not listed itself; of several, those before the
// oldest and since the newest are.
func TestListBeforeAndSince(t *testing.T) {
	cli := days(t)
	for _, tc := range []struct {
		filters client.Filters
		want    []string
	}{
		{client.Filters{}.Add("before", "day:3"), []string{"day:4", "day:5"}},
		{client.Filters{}.Add("before", "day:3", "day:4"), []string{"day:5"}},
		{client.Filters{}.Add("since", "day:3"), []string{"day:1", "day:2"}},
		{client.Filters{}.Add("since", "day:2", "day:3"), []string{"day:1"}},
		{client.Filters{}.Add("since", "day:4").Add("before", "day:1"), []string{"day:2", "day:3"}},
	} {
		if got := listTags(t, cli, tc.filters); !slices.Equal(got, tc.want) {
			t.Errorf("%v lists %v, want %v", tc.filters, got, tc.want)
		}
	}
	if _, err := cli.ImageList(t.Context(), client.ImageListOptions{Filters: client.Filters{}.Add("before", "nope")}); err == nil {
		t.Error("an image that is not there is taken")
	}
}

func TestPruneFilters(t *testing.T) {
	all := client.Filters{}.Add("dangling", "false")
	for _, tc := range []struct {
		name, value string
		want        []string // what is left
	}{
		{"until", "60h", []string{"day:1", "day:2", "day:5"}},
		{"until", "48h", []string{"day:1", "day:5"}},
		{"until", testTime.Add(-80 * time.Hour).Format(time.RFC3339), []string{"day:1", "day:2", "day:3", "day:5"}},
		{"until", fmt.Sprint(testTime.Add(-80 * time.Hour).Unix()), []string{"day:1", "day:2", "day:3", "day:5"}},
		{"label", "odd=1", []string{"day:2", "day:4", "day:5"}},
		{"label!", "odd=1", []string{"day:1", "day:3", "day:5"}},
	} {
		cli := days(t)
		if _, err := cli.ImagePrune(t.Context(), client.ImagePruneOptions{Filters: all.Clone().Add(tc.name, tc.value)}); err != nil {
			t.Errorf("%s=%s: %v", tc.name, tc.value, err)
		}
		if got := listTags(t, cli, nil); !slices.Equal(got, tc.want) {
			t.Errorf("%s=%s leaves %v, want %v", tc.name, tc.value, got, tc.want)
		}
	}
	cli := days(t)
	if _, err := cli.ImagePrune(t.Context(), client.ImagePruneOptions{Filters: all.Clone().Add("until", "soon")}); err == nil {
		t.Error("soon is taken for a time")
	}
	if got := listTags(t, cli, nil); len(got) != 5 {
		t.Errorf("a prune that was refused leaves %v", got)
	}
}

// A prune leaves the image of a container, but not all of its tags: where layers
// are the driver's the last one in order stays, in the containerd store those
// that a container names. There, until goes by when an image came.
func TestPruneTakesTagsOfUsedImages(t *testing.T) {
	for store, want := range map[model.Store][]string{
		model.StoreGraph:      {"byid:2", "used:c"},
		model.StoreContainerd: {"byid:1", "byid:2", "new:1", "used:b"},
		model.StorePodman:     {"byid:1", "byid:2", "used:a", "used:b", "used:c"},
	} {
		w := modeltest.New(1, testTime)
		build := func(tags ...string) *modeltest.Image {
			return w.Build(modeltest.Recipe{
				Tags: tags, Created: testTime.Add(-96 * time.Hour), Tagged: testTime.Add(-80 * time.Hour),
				Add: []modeltest.Instruction{modeltest.Run("x", 10)},
			})
		}
		byID := build("byid:1", "byid:2")
		w.Run(modeltest.Start{Image: byID, Ref: byID.ID.Short(), State: model.StateExited})
		w.Run(modeltest.Start{Image: build("used:c", "used:b", "used:a"), Ref: "used:b", State: model.StateExited})
		fresh := build("new:1")
		fresh.LastTagged = testTime.Add(-24 * time.Hour)
		_, cli := connect(t, w, sim.Options{Store: store, Clock: fixedClock})
		_, err := cli.ImagePrune(t.Context(), client.ImagePruneOptions{
			Filters: client.Filters{}.Add("dangling", "false").Add("until", "72h"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := listTags(t, cli, nil); !slices.Equal(got, want) {
			t.Errorf("%v: left are %v, want %v", store, got, want)
		}
	}
}
