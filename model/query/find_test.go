package query_test

import (
	"slices"
	"testing"

	"jettison/model/query"
)

func TestFind(t *testing.T) {
	t.Parallel()
	inv := world()
	tests := []struct {
		name string
		id   string // begins so; empty: none is found
		ref  string
		near []string
	}{
		{"nginx:1.25", "ba5e", "nginx:1.25", nil},
		{"nginx", "ba5e", "nginx:latest", nil},
		{"docker.io/library/nginx:1.25", "ba5e", "nginx:1.25", nil},
		{"ba5e", "ba5e", "", nil},
		{"sha256:ba5e00", "ba5e", "", nil},
		{"ngnix:1.25", "", "", []string{"nginx:1.25"}},
		{"acme/api:1.8.0", "", "", nil},
		{"nothing/like:it", "", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			image, ref, near := query.Find(inv, tt.name)
			switch {
			case tt.id == "" && image != nil:
				t.Errorf("found %s", image.Name())
			case tt.id != "" && (image == nil || image.ID != imageID(tt.id)):
				t.Errorf("found %v, want %s", image, tt.id)
			}
			if ref != tt.ref {
				t.Errorf("reference %q, want %q", ref, tt.ref)
			}
			if tt.near != nil && !slices.Equal(near, tt.near) {
				t.Errorf("near %q, want %q", near, tt.near)
			}
		})
	}
}
