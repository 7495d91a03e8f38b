package model

import (
	"slices"

	"jettison/model/size"
)

// Choices are the remedies that were chosen, by the target that they are about.
type Choices map[Target]Remedies

// NewPlan works out what removing the marked things takes: the steps in an order in
// which nothing goes before what it holds down, what blocks each, and what comes
// back. It looks at nothing but the inventory, so the same marks, choices and
// inventory give the same plan.
func NewPlan(inv *Inventory, marks []Key, choices Choices) *Plan {
	var ledger *Ledger
	if inv.countsLayers() {
		ledger = NewLedger(inv)
	}
	return newPlan(inv, marks, choices, ledger)
}

// Preview is a plan whose bytes are not counted by layers: what blocks the
// marked things can be asked at every key.
func Preview(inv *Inventory, marks []Key) *Plan { return newPlan(inv, marks, nil, nil) }

func newPlan(inv *Inventory, marks []Key, choices Choices, ledger *Ledger) *Plan {
	p := &planner{
		inv: inv, choices: choices, ledger: ledger, stepOf: map[Target]int{},
		result: &Plan{Engine: inv.Engine, Taken: inv.Taken, ByKind: map[Kind]size.Range{}},
	}
	order := removalOrder()
	planners := make([]kindPlanner, len(order)) // each at its kind
	for _, kind := range order {
		planners[kind] = kind.of().planner(p)
	}
	for _, key := range marks {
		if p.stands(key) {
			planners[key.Kind].take(key)
		}
	}
	for _, kind := range order {
		planners[kind].plan()
	}
	for i := range p.result.Steps {
		if step := &p.result.Steps[i]; step.Ready {
			step.After = append(step.After, planners[step.Thing.Target().Kind].after(step)...)
			slices.Sort(step.After)
			step.After = slices.Compact(step.After)
		}
	}
	p.count()
	for _, kind := range order {
		planners[kind].total()
	}
	return p.result
}

// planner holds the state that the planners of the kinds share.
type planner struct {
	inv     *Inventory
	choices Choices
	ledger  *Ledger // of the images that the ready steps delete; nil where layers are not counted
	result  *Plan
	stepOf  map[Target]int // the steps that remove things, ready or not
}

// stands reports whether a marked key is there and may go. The plan tells of those
// that don't.
func (p *planner) stands(key Key) bool {
	if !p.inv.Has(key) {
		p.result.Lost = append(p.result.Lost, key)
		return false
	}
	if pin, ok := p.inv.Pin(key); ok {
		p.result.Pinned = append(p.result.Pinned, p.inv.pinnedKey(key, pin))
		return false
	}
	return true
}

// addStep adds a step at the end of the plan.
func (p *planner) addStep(step Step) {
	if step.Action == ActionRemove {
		p.stepOf[step.Thing.Target()] = len(p.result.Steps)
	}
	p.result.Steps = append(p.result.Steps, step)
}

// removes finds the ready step that removes a thing.
func (p *planner) removes(target Target) (index int, ok bool) {
	index, ok = p.stepOf[target]
	return index, ok && p.result.Steps[index].Ready
}

// adds what the ready steps of a kind give back.
func (p *planner) adds(kind Kind, freed size.Range) {
	p.result.ByKind[kind] = freed
	p.result.Reclaim = p.result.Reclaim.Add(freed)
}

// count counts the steps that are not carried out.
func (p *planner) count() {
	for i := range p.result.Steps {
		switch step := &p.result.Steps[i]; {
		case step.Ready:
		case step.Chosen.Has(RemedySkip):
			p.result.Skipped++
		default:
			p.result.Blocked++
		}
	}
}
