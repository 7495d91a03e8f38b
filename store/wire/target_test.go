package wire_test

import (
	"testing"

	"jettison/model"
	"jettison/store/wire"
)

func TestOperation(t *testing.T) {
	t.Parallel()
	image, container := model.ImageID("sha256:aa").Target(), model.ContainerID("cc").Target()
	volume := model.Target{Kind: model.KindVolume, ID: "data"}
	of := func(kind, id string) *wire.Target { return &wire.Target{Kind: kind, ID: id} }
	for _, tt := range []struct {
		name  string
		wrote wire.Operation
		want  model.Op
		fails bool
	}{
		{name: "an old deletion", wrote: wire.Operation{Action: "delete", Image: "sha256:aa"}, want: model.Op{Action: model.ActionRemove, Target: image}},
		{name: "an old untag", wrote: wire.Operation{Action: "untag", Image: "sha256:aa"}, want: model.Op{Action: model.ActionUntag, Target: image}},
		{
			name: "an old container", wrote: wire.Operation{Action: "remove-container", Image: "sha256:aa", Container: "cc"},
			want: model.Op{Action: model.ActionRemove, Target: container, For: image},
		},
		{name: "an old deletion of nothing", wrote: wire.Operation{Action: "delete"}, fails: true},
		{name: "an old container without an ID", wrote: wire.Operation{Action: "remove-container", Image: "sha256:aa"}, fails: true},
		{
			name: "an image", wrote: wire.Operation{Action: "delete", Target: of("image", "sha256:aa"), Image: "sha256:bb"},
			want: model.Op{Action: model.ActionRemove, Target: image},
		},
		{
			name: "a container of an image", wrote: wire.Operation{Action: "remove-container", Target: of("container", "cc"), For: of("image", "sha256:aa")},
			want: model.Op{Action: model.ActionRemove, Target: container, For: image},
		},
		{
			name: "a container for its own sake", wrote: wire.Operation{Action: "remove-container", Target: of("container", "cc")},
			want: model.Op{Action: model.ActionRemove, Target: container},
		},
		{name: "a volume", wrote: wire.Operation{Action: "remove-volume", Target: of("volume", "da\x1bta")}, want: model.Op{Action: model.ActionRemove, Target: volume}},
		{name: "a volume that is not named", wrote: wire.Operation{Action: "remove-volume", Image: "sha256:aa"}, fails: true},
		{name: "an action on another kind", wrote: wire.Operation{Action: "delete", Target: of("volume", "data")}, fails: true},
		{name: "a kind of later", wrote: wire.Operation{Action: "delete", Target: of("network", "n")}, fails: true},
		{name: "an action of later", wrote: wire.Operation{Action: "compress", Target: of("image", "sha256:aa")}, fails: true},
		{name: "for what nobody knows", wrote: wire.Operation{Action: "delete", Target: of("image", "sha256:aa"), For: of("network", "n")}, fails: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := tt.wrote.Read()
			if ok == tt.fails || ok && got != tt.want {
				t.Errorf("got %+v, %t", got, ok)
			}
		})
	}
}
