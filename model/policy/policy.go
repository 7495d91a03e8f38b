package policy

import (
	"slices"
	"time"

	"jettison/model"
	"jettison/model/query"
)

// Policy is a rule by which images are removed again and again. Nobody changes
// it.
type Policy struct {
	Name   string
	Remove []*query.Query // what goes: what any of them matches
	Keep   []*query.Query // what stays all the same

	// MinFree is how many bytes should be free on the disk of the engine, and
	// MaxTotal how many its images may take together; 0 for no such budget.
	MinFree, MaxTotal int64
	// StoppedOlderThan is how long a container must have been stopped to be
	// removed when its image goes; 0 leaves every container alone.
	StoppedOlderThan time.Duration
	// Batch is the most images that one run removes or untags; 0 for no limit.
	Batch int
}

// Env is what a policy is judged in. The embedded environment of its queries
// must have an inventory.
type Env struct {
	query.Env
	// Filters are rules that keep, whatever the policy.
	Filters []Filter
	// Free is how many bytes are free on the disk of the engine, or
	// model.Unknown.
	Free int64
}

func (e *Env) known(fact model.Fact) bool { return e.Known == nil || e.Known(fact) }

// Budgeted reports whether the policy removes no more than a budget takes.
func (p *Policy) Budgeted() bool { return p.MinFree > 0 || p.MaxTotal > 0 }

// Needs are the facts beside the image list that the policy asks about, in
// their order. Until they are loaded it removes less than it could, or nothing.
func (p *Policy) Needs(filters []Filter) []model.Fact {
	facts := []model.Fact{model.FactContainers}
	for _, q := range slices.Concat(p.Remove, p.Keep) {
		facts = append(facts, q.Needs()...)
	}
	for _, f := range filters {
		facts = append(facts, f.Query.Needs()...)
	}
	if p.Budgeted() {
		facts = append(facts, model.FactShared, model.FactLayers)
	}
	if p.MaxTotal > 0 {
		facts = append(facts, model.FactUsage)
	}
	slices.Sort(facts)
	return slices.Compact(facts)
}
