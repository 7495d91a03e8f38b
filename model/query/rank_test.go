package query_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/query"
)

// build is an image of a repository.
type build struct {
	age  time.Duration // negative for undated
	tags []string
}

func builds(list ...build) *model.Inventory {
	var images []*model.Image
	for i, b := range list {
		image := &model.Image{ID: imageID(fmt.Sprintf("%04x", i+1))}
		if b.age >= 0 {
			image.Created = ago(b.age)
		}
		image.Tags = append(image.Tags, b.tags...)
		images = append(images, image)
	}
	return model.NewInventory(model.Engine{}, now(), images, nil, nil)
}

func TestRank(t *testing.T) {
	for name, tt := range map[string]struct {
		inventory *model.Inventory
		text      string
		want      []string
	}{
		"all but the newest three, whatever their number of tags": {
			builds(build{1, []string{"a:5", "a:latest", "a:5.0"}}, build{2, []string{"a:4"}}, build{3, []string{"a:3"}},
				build{4, []string{"a:2", "a:old"}}, build{5, []string{"a:1"}}),
			"rank>3",
			[]string{"a:1", "a:2", "a:old"},
		},
		"each repository for itself": {
			builds(build{1, []string{"a:2", "b:9"}}, build{2, []string{"a:1"}}, build{0, []string{"b:1"}}),
			"rank>1",
			[]string{"a:1", "b:9"},
		},
		"images of one date share the better place": {
			builds(build{1, []string{"a:1"}}, build{2, []string{"a:2"}}, build{2, []string{"a:3"}}, build{3, []string{"a:4"}}),
			"rank=2 or rank=4",
			[]string{"a:2", "a:3", "a:4"},
		},
		"of images of one date none is removed": {
			builds(build{7, []string{"a:1"}}, build{7, []string{"a:2"}}, build{7, []string{"a:3"}}, build{7, []string{"a:4"}}),
			"rank>3", nil,
		},
		"undated ones may be newer or not": {
			builds(build{1, []string{"a:1"}}, build{-1, []string{"a:2"}}, build{3, []string{"a:3"}}),
			"rank>1",
			[]string{"a:3"},
		},
		"undated ones are never certain": {
			builds(build{1, []string{"a:1"}}, build{-1, []string{"a:2"}}, build{3, []string{"a:3"}}),
			"-rank<=3 or rank=1 or -rank<=1",
			[]string{"a:3"},
		},
		"by version": {
			builds(build{1, []string{"a:1.9"}}, build{1, []string{"a:1.10"}}, build{1, []string{"a:1.11"}}, build{1, []string{"a:1.2"}}),
			"vrank>2",
			[]string{"a:1.2", "a:1.9"},
		},
		"by version an image counts by its highest tag": {
			builds(build{1, []string{"a:1.11", "a:1", "a:1.11.0"}}, build{1, []string{"a:1.10"}}, build{1, []string{"a:1.9"}}),
			"vrank>2",
			[]string{"a:1.9"},
		},
		"words are no versions": {
			builds(build{1, []string{"a:latest"}}, build{1, []string{"a:2", "a:stable"}}, build{1, []string{"a:1", "a:dev"}}),
			"vrank>1 or vrank<=1 or -vrank>1",
			[]string{"a:1", "a:2"},
		},
		"untagged images without a repository have no place": {
			builds(build{1, nil}, build{2, nil}),
			"rank>0 or -rank>0 or vrank>0", nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := matched(parse(t, tt.text), query.Env{Now: now(), Inventory: tt.inventory})
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s matches %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
