package model_test

import (
	"slices"
	"testing"
	"time"

	"jettison/model"
)

func TestImageName(t *testing.T) {
	app := img("app", "", "app:1", "nginx:latest")
	app.Digests = []string{"app@sha256:1111111111111111111111111111111111111111111111111111111111111111"}
	other := img("other", "", "app:2")
	tests := []struct {
		image, ref string
		name, was  string
		named      bool
	}{
		{"app", "app:1", "app:1", "", true},
		{"app", "nginx", "nginx", "", true},
		{"app", "docker.io/library/nginx:latest", "docker.io/library/nginx:latest", "", true},
		{"app", app.Digests[0], app.Digests[0], "", true},
		{"app", "app:2", id("app").Short(), "app:2", false},
		{"app", "app:gone", id("app").Short(), "app:gone", false},
		{"app", string(id("app")), id("app").Short(), "", false},
		{"app", id("app").Short(), id("app").Short(), "", false},
		{"gone", "app:1", id("gone").Short(), "app:1", false},
		{"app", "", id("app").Short(), "", false},
	}
	for _, tt := range tests {
		c := container("x", tt.image, model.StateRunning)
		c.ImageRef = tt.ref
		inv := inventory(model.StoreGraph, []*model.Image{app, other}, c)
		name, named := inv.ImageName(c)
		if was := inv.WasNamed(c); name != tt.name || named != tt.named || was != tt.was {
			t.Errorf("%s from %q: %q %v, was %q", tt.image, tt.ref, name, named, was)
		}
	}
}

func TestOrderContainers(t *testing.T) {
	make3 := func(change func(i int, c *model.Container)) *model.Inventory {
		var list []*model.Container
		for i, name := range []string{"web-10", "web-2", "db"} {
			c := container(name, "app", model.StateExited)
			c.ID = model.ContainerID([]string{"3", "1", "2"}[i])
			change(i, c)
			list = append(list, c)
		}
		return inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1"), img("zoo", "app", "zoo:1")}, list...)
	}
	names := func(inv *model.Inventory, column model.ContainerColumn) []string {
		var names []string
		for _, i := range inv.OrderContainers(column, model.NewHolds(inv)) {
			names = append(names, inv.Containers()[i].Name)
		}
		return names
	}
	ties := []string{"db", "web-2", "web-10"}
	tests := []struct {
		name   string
		column model.ContainerColumn
		change func(i int, c *model.Container)
		want   []string
	}{
		{"name", model.ContainerColumnName, func(int, *model.Container) {}, ties},
		{"all equal", model.ContainerColumnSize, func(int, *model.Container) {}, ties},
		{"state", model.ContainerColumnState, func(i int, c *model.Container) {
			c.State = []model.ContainerState{model.StateRunning, model.StateDead, "odd"}[i]
		}, []string{"web-10", "web-2", "db"}},
		{"size as numbers, unknown first", model.ContainerColumnSize, func(i int, c *model.Container) {
			c.Size = []int64{9, 10, model.Unknown}[i]
		}, []string{"db", "web-10", "web-2"}},
		{"created", model.ContainerColumnCreated, func(i int, c *model.Container) {
			c.Created = now.Add(time.Duration(-i) * time.Hour)
		}, []string{"db", "web-2", "web-10"}},
		{"since, unknown first", model.ContainerColumnSince, func(i int, c *model.Container) {
			c.Since = []time.Time{now, now.Add(-time.Hour), {}}[i]
		}, []string{"db", "web-2", "web-10"}},
		{"image, unnamed last", model.ContainerColumnImage, func(i int, c *model.Container) {
			c.ImageRef = []string{"zoo:1", "app:1", "gone:1"}[i]
			if i == 0 {
				c.Image = id("zoo")
			}
		}, []string{"web-2", "web-10", "db"}},
		{"image ID", model.ContainerColumnImageID, func(i int, c *model.Container) {
			if i == 2 {
				c.Image = id("zoo")
			}
		}, []string{"web-2", "web-10", "db"}},
		{"holds", model.ContainerColumnHolds, func(i int, c *model.Container) {
			if i == 2 {
				c.Image = id("zoo")
			}
		}, []string{"web-2", "web-10", "db"}},
		{"others", model.ContainerColumnOthers, func(i int, c *model.Container) {
			if i == 2 {
				c.Image = id("zoo")
			}
		}, []string{"db", "web-2", "web-10"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := names(make3(tt.change), tt.column); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	t.Run("ties of equal names by ID", func(t *testing.T) {
		inv := make3(func(_ int, c *model.Container) { c.Name = "same" })
		if got := inv.OrderContainers(model.ContainerColumnName, nil); !slices.IsSorted(got) {
			t.Errorf("got %v", got) // containers are by ID
		}
	})
}

func TestWords(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"", true},
		{"WEB", true},
		{"web  runn", true},
		{"web exited", false},
	}
	for _, tt := range tests {
		if got := model.ParseWords(tt.text).Match("my-Web-1", "running"); got != tt.want {
			t.Errorf("%q: %v", tt.text, got)
		}
	}
}
