package policy_test

import (
	"slices"
	"testing"

	"jettison/model"
	"jettison/model/policy"
)

func TestNeeds(t *testing.T) {
	t.Parallel()
	f, _, err := policy.ParsePruneFilter("until=24h", now)
	if err != nil {
		t.Fatal(err)
	}
	p := &policy.Policy{Remove: queries(t, "age>1d"), Keep: queries(t, "layers>3")}
	if got, want := p.Needs([]policy.Filter{f}), []model.Fact{model.FactContainers, model.FactLayers}; !slices.Equal(got, want) {
		t.Errorf("needs %v, want %v", got, want)
	}
	p.MaxTotal = 1
	if got := p.Needs(nil); !slices.Contains(got, model.FactUsage) || !slices.Contains(got, model.FactShared) {
		t.Errorf("a budget needs %v", got)
	}
}
