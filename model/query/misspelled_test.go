package query_test

import (
	"fmt"
	"testing"

	"jettison/model"
	"jettison/model/query"
)

func TestMisspelled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text   string
		absent bool // there is no inventory
		want   string
	}{
		{text: "unusde", want: "[`unusde` is looked for in names, and none has it; did you mean `unused`?]"},
		{text: "age>3d (danglng or -RUNNNG)", want: "[`danglng` is looked for in names, and none has it; did you mean `dangling`? " +
			"`RUNNNG` is looked for in names, and none has it; did you mean `running`?]"},
		{text: "unused nand dangling", want: "[`nand` is looked for in names, and none has it; did you mean `and`?]"},
		{text: `"unusde" 'danglng' tag:unusde`, want: "[]"},
		{text: "unused and not dangling or redis", want: "[]"},
		{text: "late", want: "[]"},
		{text: "late leav", absent: true, want: "[`leav` is looked for in names; did you mean `leaf`?]"},
		{text: "locale", want: "[`locale` is looked for in names, and none has it; did you mean `local`?]"},
		{text: "local", want: "[]"},
		{text: "ghcr.io/team or classic", want: "[]"},
		{text: "", want: "[]"},
	} {
		q, err := query.Parse(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		var inv *model.Inventory
		if !tt.absent {
			inv = world()
		}
		if got := fmt.Sprint(q.Misspelled(inv)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
}

// A name in the inventory is no mistake, however close it is to a state.
func TestNamesAreNotMisspelled(t *testing.T) {
	t.Parallel()
	inv := model.NewInventory(model.Engine{}, now(), []*model.Image{{ID: imageID("a1"), Tags: []string{"tools/unusde:1"}}}, nil, nil)
	q, err := query.Parse("unusde")
	if err != nil {
		t.Fatal(err)
	}
	if got := q.Misspelled(inv); len(got) > 0 {
		t.Errorf("it says %v", got)
	}
}
