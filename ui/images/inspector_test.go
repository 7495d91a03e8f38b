package images_test

import (
	"testing"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/images"
	"jettison/ui/pane"
)

// The pager shows the JSON of the image under the cursor once it is loaded.
func TestPager(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	b.does(keymap.Details, keymap.Details) // the second focuses them
	ask, ok := b.Wants().(images.LoadDetails)
	if !ok {
		t.Fatal("no details are asked for")
	}
	if say, ok := b.does(keymap.Pager).(pane.Say); !ok || say.Text != "The details are not loaded." {
		t.Errorf("before they are loaded: %+v", say)
	}
	b.SetDetails(ask.ID, &model.Details{ID: ask.ID, Inspection: "{}\n"}, nil)
	if open, ok := b.does(keymap.Pager).(pane.OpenPager); !ok || open.Text != "{}\n" {
		t.Errorf("the pager gets %+v", open)
	}
}
