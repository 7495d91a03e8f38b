package words_test

import (
	"slices"
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestAmountsNameEverySort(t *testing.T) {
	t.Parallel()
	amounts := words.Amounts{Things: map[model.Kind]int{}, Names: 11, Platforms: 12}
	for i, kind := range model.Kinds() {
		amounts.Things[kind] = i + 1
	}
	var got []string
	amounts.Each(func(n int, sort words.Sort) {
		got = append(got, sort.Takes+" "+words.Plural(n, sort.Noun)+", "+sort.Taken)
	})
	want := []string{
		"deletes 1 image, deleted", "takes away 11 names, taken away", "removes 12 platforms, removed",
		"removes 2 containers, removed", "removes 3 volumes, removed", "removes 4 cache records, removed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Each tells %q, want %q", got, want)
	}
	words.Amounts{}.Each(func(n int, sort words.Sort) { t.Errorf("of nothing it tells %d %q", n, sort.Noun) })
}
