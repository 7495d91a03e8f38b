package policy

import (
	"slices"
	"time"

	"jettison/model"
	"jettison/model/query"
)

// Policy is a rule by which images are removed again and again. It is immutable.
type Policy struct {
	Name   string
	Remove []*query.Query // what goes: what any of them matches
	Keep   []*query.Query // what stays all the same

	// MinFree is the bytes that must be free on the engine's disk, MaxTotal the bytes
	// that its images may take together; 0 for no such budget.
	MinFree, MaxTotal int64
	// StoppedOlderThan is the least time since a container stopped for it to be
	// removed with its image; 0 leaves all containers alone.
	StoppedOlderThan time.Duration
	// Batch limits the images that a run removes or untags; 0 for no limit.
	Batch int
}

// Env is the environment that a policy is judged in. The embedded one must have
// an inventory.
type Env struct {
	query.Env
	// Filters keep images under every policy.
	Filters []Filter
	// Free is the free bytes on the engine's disk, or model.Unknown.
	Free int64
}

func (e *Env) known(fact model.Fact) bool { return e.Known == nil || e.Known(fact) }

// Budgeted reports whether the policy removes only what a budget asks for.
func (p *Policy) Budgeted() bool { return p.MinFree > 0 || p.MaxTotal > 0 }

// ordered reports whether the order of the images decides which of them go.
func (p *Policy) ordered() bool { return p.Budgeted() || p.Batch > 0 }

// Needs returns the facts that the policy asks about besides the image list, in
// their order. Until they are loaded, it removes less than it could, or nothing.
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
	if p.ordered() {
		facts = append(facts, model.FactTagTimes)
	}
	if p.MaxTotal > 0 {
		facts = append(facts, model.FactUsage)
	}
	slices.Sort(facts)
	return slices.Compact(facts)
}
