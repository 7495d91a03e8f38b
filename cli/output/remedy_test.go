package output

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"jettison/model"
)

// volume is a thing of a kind that documents have no field for.
type volume string

func (v volume) Target() model.Target { return model.Target{Kind: model.KindVolume, ID: string(v)} }

func (v volume) Called() string { return string(v) }

// What stops a step is read as it was written, whatever its kind. A kind that this
// version does not know is left out.
func TestHolders(t *testing.T) {
	t.Parallel()
	things := []model.Thing{&model.Container{ID: "c0ffee"}, &model.Image{ID: "sha256:beef"}, volume("data")}
	written := teller{now: noon()}.blocker(&model.Blocker{Kind: model.BlockerDescendant, Things: things})
	text, err := json.Marshal(written)
	if err != nil {
		t.Fatal(err)
	}
	var read blockerJSON
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	var want []model.Target
	for _, thing := range things {
		want = append(want, thing.Target())
	}
	if got := read.holders(); !slices.Equal(got, want) {
		t.Errorf("read %v of %s, want %v", got, text, want)
	}
	read.Others[0].Kind = "hologram"
	if got := read.holders(); !slices.Equal(got, want[:2]) {
		t.Errorf("read %v with an unknown kind, want %v", got, want[:2])
	}
}

// A step about a thing of another kind, which things of any kind stop, is read as it was
// written.
func TestPlanOfAnotherKind(t *testing.T) {
	t.Parallel()
	holders := []model.Thing{&model.Container{ID: "c0ffee", Name: "shop"}, volume("cellar")}
	of := &model.Plan{Steps: []model.Step{{
		Action: model.ActionRemove, Thing: volume("attic"), For: volume("house"), Ready: true,
		Blockers: []model.Blocker{{Kind: model.BlockerStopped, Things: holders}},
	}}}
	text := written(t, (&Plan{Plan: of, Now: noon()}).WriteJSON)
	planned, _, err := ReadPlan(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := of.Record()
	if len(planned) != 1 || planned[0].Op != want[0].Op || !sameTargets(planned[0].Holders, want[0].Holders) {
		t.Errorf("read %+v, want %+v, of %s", planned, want, text)
	}
}
