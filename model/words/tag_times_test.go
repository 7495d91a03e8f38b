package words_test

import (
	"testing"

	"jettison/model/query"
	"jettison/model/words"
)

func TestTagTimeGap(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		gap  query.TagTimeGap
		want string
	}{
		{query.TagTimeGap{}, ""},
		{query.TagTimeGap{Terms: []string{"tagged>7d"}, None: 12}, "12 images have no tag time: tagged>7d matches none of them"},
		{
			query.TagTimeGap{Terms: []string{"tagged>7d", "tagged<9d"}, None: 1, Unread: 2},
			"1 image has no tag time, and 2 images have tag times that could not be read: tagged>7d and tagged<9d match none of them",
		},
	} {
		if got := words.TagTimeGap(tt.gap); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
