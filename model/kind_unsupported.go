package model

// unsupportedKind is a kind that has a name in files and documents and that this
// version neither plans to remove nor brings back.
type unsupportedKind struct{}

func (unsupportedKind) fact() Fact { return FactEngine }

func (unsupportedKind) short(id string) string { return shortHex(id) }

func (unsupportedKind) argument(id, _ string) string { return id }

func (unsupportedKind) find(inv *Inventory, target Target) (Thing, bool) { return inv.other(target) }

func (unsupportedKind) has(*Inventory, Key) bool { return false }

func (unsupportedKind) size(Thing) int64 { return Unknown }

func (unsupportedKind) remedies() Remedies { return 0 }

func (unsupportedKind) frees() bool { return false }

func (unsupportedKind) mark(*Marks, Key, bool) {}

func (unsupportedKind) planner(*planner) kindPlanner { return noPlanner{} }

func (unsupportedKind) keys(*Inventory, *Planned) []Key { return nil }

func (unsupportedKind) changed(*Inventory, *Planned) (Change, bool) {
	return Change{Kind: ChangeUnsupported}, true
}

func (unsupportedKind) resolve(*Inventory, *Removed) (StepState, []string) { return StepUnknown, nil }

func (unsupportedKind) saves(*Step, BackupChoice) bool { return false }

func (unsupportedKind) restore(_ *Inventory, step *RestoreStep, _ Backups) {
	step.Way = RestoreImpossible
}

func (unsupportedKind) comesBack(*Step, StepState, bool) (comes, unsure bool) { return false, false }

// noPlanner plans nothing.
type noPlanner struct{}

func (noPlanner) take(Key) {}

func (noPlanner) plan() {}

func (noPlanner) after(*Step) []int { return nil }

func (noPlanner) total() {}
