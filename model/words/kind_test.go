package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestKindsHaveWords(t *testing.T) {
	t.Parallel()
	seen := map[string]model.Kind{}
	for _, kind := range append(model.Kinds(), model.KindUnknown) {
		word := words.Kind(kind)
		if other, twice := seen[word]; twice || word == "" {
			t.Errorf("kinds %d and %d are called %q", kind, other, word)
		}
		seen[word] = kind
	}
}
