package model_test

import (
	"testing"
	"time"

	"jettison/model"
)

// lost is a plan to bring back two images and a name, beside what can't come back and
// what is there.
func lost() *model.RestorePlan {
	step := func(place int, image, name string, way model.RestoreWay) model.RestoreStep {
		return model.RestoreStep{
			Removed: model.Removed{Step: place, Op: model.Op{Action: model.ActionUntag, Target: model.ImageID(image).Target()}, Name: name, Refs: []string{name}},
			Way:     way, Names: []string{name},
		}
	}
	return &model.RestorePlan{Steps: []model.RestoreStep{
		step(0, "sha256:a", "a:1", model.RestoreLoad), step(2, "sha256:b", "b:1", model.RestorePull),
		step(3, "sha256:a", "a:2", model.RestoreLoad), step(5, "sha256:c", "c:1", model.RestoreTag),
		step(6, "sha256:d", "d:1", model.RestoreImpossible), step(7, "sha256:e", "e:1", model.RestoreNothing),
	}}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	plan := lost()
	if n := len(plan.Choose(nil).Steps); n != 4 {
		t.Errorf("of none chosen %d steps, want all 4 that are doable", n)
	}
	some := plan.Choose(map[int]bool{2: true, 6: true})
	if len(some.Steps) != 1 || some.Steps[0].Step != 2 {
		t.Errorf("of two chosen, one of which is doable, %+v", some.Steps)
	}
}

func TestRestoration(t *testing.T) {
	t.Parallel()
	begun := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	r := model.NewRestoration("one", lost().Choose(nil), begun)
	r.Apply(model.RestoreUpdate{Events: []model.RestoreEvent{
		{Step: 0, State: model.StepRunning, Doing: model.RestoreLoading, Done: 1000, Total: 2000},
		{Step: 1, State: model.StepFailed, Failure: &model.RestoreFailure{}},
		{Step: 9, State: model.StepDone}, // of no step
	}}, begun)
	if got, want := r.Fraction(), (0.5+1)/4; got != want {
		t.Errorf("the fraction is %v, want %v", got, want)
	}
	if event, ok := r.UnderWay(); !ok || event.Doing != model.RestoreLoading {
		t.Errorf("under way is %+v, %v", event, ok)
	}
	if event, ok := r.Of(2); !ok || event.Failure == nil {
		t.Errorf("the step at place 2 of the removal: %+v, %v", event, ok)
	}
	for _, step := range []int{1, 6, 7} {
		if _, ok := r.Of(step); ok {
			t.Errorf("it is about step %d", step)
		}
	}
	r.Apply(model.RestoreUpdate{Ended: true, Events: []model.RestoreEvent{
		{Step: 0, State: model.StepDone, Differs: []model.Difference{{Kind: model.NameMissing, Name: "a:1"}}},
		{Step: 1, State: model.StepDone}, // it has ended already
		{Step: 2, State: model.StepCanceled},
		{Step: 3, State: model.StepDone},
	}}, begun.Add(time.Second))
	if r.Total != 4 || r.Done != 2 || r.Differs != 1 || r.Failed != 1 || r.Canceled != 1 {
		t.Errorf("ended as %+v", r)
	}
	if _, ok := r.UnderWay(); ok || r.Left() != 0 || r.Problems() != 2 || r.Ended.IsZero() {
		t.Errorf("under way: %v; %+v", ok, r)
	}
}

func TestSameEngine(t *testing.T) {
	t.Parallel()
	here := model.Engine{Host: "unix:///a.sock", ID: "one"}
	for _, test := range []struct {
		other model.Engine
		same  bool
	}{
		{model.Engine{Host: "tcp://b", ID: "one"}, true},
		{model.Engine{Host: "unix:///a.sock", ID: "two"}, false},
		{model.Engine{Host: "unix:///a.sock"}, true},
		{model.Engine{Host: "tcp://b"}, false},
	} {
		if got := here.Same(test.other); got != test.same {
			t.Errorf("%+v: %v", test.other, got)
		}
	}
}
