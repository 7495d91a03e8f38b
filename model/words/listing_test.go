package words_test

import (
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/words"
)

func TestListing(t *testing.T) {
	t.Parallel()
	for want, listing := range map[string]model.Listing{
		"":                                 {Counted: model.Unknown, Took: 900 * time.Millisecond},
		"The engine counts 1 image.":       {Counted: 1},
		"Listing them took 16s last time.": {Took: 16200 * time.Millisecond},
		"The engine counts 1,115 images. Listing them took 1m5s last time.": {Counted: 1115, Took: 65 * time.Second},
	} {
		if got := strings.Join(words.Listing(listing), " "); got != want {
			t.Errorf("%+v: %q, want %q", listing, got, want)
		}
	}
}
