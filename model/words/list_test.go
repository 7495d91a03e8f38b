package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestThings(t *testing.T) {
	t.Parallel()
	things := []model.Thing{&model.Container{ID: "c"}, &model.Image{ID: "a"}, &model.Image{ID: "b"}}
	for n, want := range []string{"", "1 container", "1 image and 1 container", "2 images and 1 container"} {
		if got := words.Things(things[:n]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	parts := []string{"1 image", "2 containers", "3 volumes", "4 records"}
	for n, want := range []string{"", "1 image", "1 image and 2 containers", "1 image, 2 containers and 3 volumes", "1 image, 2 containers, 3 volumes and 4 records"} {
		if got := words.Join(parts[:n]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
