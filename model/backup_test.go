package model_test

import (
	"slices"
	"testing"
	"time"

	"jettison/model"
)

// What can't be saved is left out, with the containers that would go for its sake.
func TestPlanWithoutUnsavedImages(t *testing.T) {
	a, b := &model.Image{ID: "sha256:a"}, &model.Image{ID: "sha256:b", Digests: []string{"b@sha256:1"}}
	plan := &model.Plan{Steps: []model.Step{
		{Action: model.ActionRemove, Thing: &model.Container{}, For: a, Ready: true},
		{Action: model.ActionRemove, Thing: a, Ready: true, Verdict: model.VerdictOnlyCopy},
		{Action: model.ActionRemove, Thing: b, Ready: true, Verdict: model.VerdictPull},
		{Action: model.ActionRemove, Thing: &model.Image{ID: "sha256:c"}, Ready: true, Verdict: model.VerdictBackedUp},
		{Action: model.ActionRemove, Thing: &model.Image{ID: "sha256:d"}, Verdict: model.VerdictOnlyCopy},
	}}
	if got := plan.BackUp(model.BackupOnlyCopies); !slices.Equal(got, []model.Thing{a}) {
		t.Errorf("only copies are %v", got)
	}
	if got := plan.BackUp(model.BackupAll); !slices.Equal(got, []model.Thing{a, b}) {
		t.Errorf("all are %v", got)
	}
	if got := plan.BackUp(model.BackupNone); got != nil {
		t.Errorf("none are %v", got)
	}
	without := plan.Without([]model.Thing{a})
	ready := []bool{}
	for i := range without.Steps {
		ready = append(ready, without.Steps[i].Ready)
	}
	if !slices.Equal(ready, []bool{false, false, true, true, false}) || !plan.Steps[1].Ready {
		t.Errorf("ready are %v", ready)
	}
	why := &model.Refusal{Kind: model.RefusalBackupGone}
	events := plan.LeftOut([]model.Thing{a}, why, time.Time{})
	if len(events) != 2 || events[0].Step != 0 || events[1].Step != 1 || events[1].State != model.StepSkipped || events[1].Refusal != why {
		t.Errorf("the events are %+v", events)
	}
}
