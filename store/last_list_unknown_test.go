package store_test

import (
	"testing"

	"jettison/model"
	"jettison/store"
)

// An image whose size the engine did not tell does not make the list unreadable.
func TestLastListWithAnUnknownSize(t *testing.T) {
	t.Parallel()
	file := store.OpenLastList(t.TempDir(), "one")
	for _, size := range []int64{model.Unknown, -7} {
		list := lastList()
		list.Images[0].Size = size
		if err := file.Save(list); err != nil {
			t.Fatal(err)
		}
		read, err := file.Load()
		if err != nil || read.Images[0].Size != model.Unknown {
			t.Errorf("of size %d: %v", size, err)
		}
	}
}
