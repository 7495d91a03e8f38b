package words_test

import (
	"testing"

	"jettison/model/query"
	"jettison/model/words"
)

func TestCompletion(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]query.Completion{
		"1 row":       {Text: "repo:app", Rows: 1},
		"10,250 rows": {Text: "repo:app", Rows: 10_250},
		"no tag":      {Text: "dangling", About: "no tag"},
	} {
		if got := words.Completion(&c); got != want {
			t.Errorf("%+v is %q, want %q", c, got, want)
		}
	}
}
