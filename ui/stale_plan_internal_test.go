package ui

import (
	"slices"
	"testing"

	"jettison/model"
)

// A plan is made anew only once everything is listed anew that it is made from.
func TestWhatAPlanIsMadeFrom(t *testing.T) {
	t.Parallel()
	plan := &model.Plan{Steps: []model.Step{{Thing: &model.Image{}}, {Thing: &model.Volume{}}, {Thing: &model.CacheRecord{}}, {Thing: &model.Volume{}}}}
	want := []model.Fact{model.FactImages, model.FactContainers, model.FactVolumes, model.FactUsage}
	if got := madeFrom(plan); !slices.Equal(got, want) {
		t.Errorf("it is made from %v, want %v", got, want)
	}
}
