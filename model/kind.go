package model

// Kind is a kind of thing that takes the disk.
type Kind uint8

// The kinds of things.
const (
	KindUnknown Kind = iota // what this version of jettison knows nothing of
	KindImage
	KindContainer
	KindVolume
	KindCache // a record of the build cache
)

// kind holds all that differs between kinds of things in marks, plans and
// restorations. Each kind has its own file, kind_….go.
type kind interface {
	kindIdentity
	kindPlan
	kindReplan
	kindRestore
}

// kindIdentity finds and marks things of a kind.
type kindIdentity interface {
	// fact lists the things of the kind.
	fact() Fact
	// short is the ID of a thing as people see it.
	short(id string) string
	// argument is what docker's commands take for a thing.
	argument(id, called string) string
	// find looks a thing of the kind up.
	find(inv *Inventory, target Target) (Thing, bool)
	// has reports whether a key stands for something that can be marked.
	has(inv *Inventory, key Key) bool
	// mark accounts for a key that is marked now, or no longer is.
	mark(m *Marks, key Key, on bool)
}

// kindPlan plans the removal of things of a kind.
type kindPlan interface {
	// planner plans the removal of things of the kind.
	planner(p *planner) kindPlanner
	// size is the bytes of a thing as the engine tells them, what it shares among them;
	// Unknown when it doesn't.
	size(thing Thing) int64
	// remedies are those that blockers of such things can have.
	remedies() Remedies
	// frees reports whether plans count the bytes that removing such a thing gives back.
	frees() bool
	// saves reports whether a choice has what a step removes saved before.
	saves(step *Step, choice BackupChoice) bool
}

// kindReplan compares an earlier plan with a later inventory.
type kindReplan interface {
	// keys are the marks that lead to an operation of an earlier plan.
	keys(inv *Inventory, planned *Planned) []Key
	// changed tells, when an operation of an earlier plan can't be carried out as it
	// was planned, what became of its thing.
	changed(inv *Inventory, planned *Planned) (change Change, ok bool)
	// resolve finds out how an operation ended whose end nobody wrote down. untagged
	// are the references that are gone.
	resolve(inv *Inventory, r *Removed) (state StepState, untagged []string)
}

// kindRestore plans how things of a kind come back.
type kindRestore interface {
	// restore plans how what was removed comes back, from backups where these have it.
	restore(inv *Inventory, step *RestoreStep, backups Backups)
	// comesBack reports whether a step that took something away can be taken back, given
	// whether the removal saved its thing before, and whether only a registry knows.
	comesBack(step *Step, state StepState, saved bool) (comes, unsure bool)
}

// kindPlanner plans the removal of things of one kind.
type kindPlanner interface {
	// take puts what a key stands for among what goes.
	take(key Key)
	// plan adds the steps. The kinds that come before in removalOrder have theirs.
	plan()
	// after are the steps that must be done before a ready one of the kind.
	after(step *Step) []int
	// total adds what the ready steps of the kind come to.
	total()
}

// Kinds are the kinds that jettison knows, in the order in which they are told of.
func Kinds() []Kind { return []Kind{KindImage, KindContainer, KindVolume, KindCache} }

// removalOrder is the order in which a plan removes the kinds: what holds others
// down goes first, and what keeps the bytes of others.
func removalOrder() []Kind {
	return []Kind{KindContainer, KindCache, KindImage, KindVolume, KindUnknown}
}

// of returns what the kind knows of its things.
func (k Kind) of() kind {
	switch k {
	case KindImage:
		return imageKind{}
	case KindContainer:
		return containerKind{}
	case KindVolume:
		return volumeKind{}
	case KindCache:
		return cacheKind{}
	case KindUnknown:
		return unsupportedKind{}
	}
	panic("model: there is no such kind of thing")
}

// Thing finds a thing by its identity.
func (inv *Inventory) Thing(target Target) (Thing, bool) {
	return target.Kind.of().find(inv, target)
}

// Fact returns the fact that lists the things of a kind.
func (k Kind) Fact() Fact { return k.of().fact() }

// Remedies are those that can be chosen for things of a kind.
func (k Kind) Remedies() Remedies { return k.of().remedies() }

// SizeOf is the bytes of a thing as the engine tells them, what it shares with others
// among them; Unknown when it doesn't tell.
func SizeOf(thing Thing) int64 { return thing.Target().Kind.of().size(thing) }

// Has reports whether a key still stands for something that can be marked.
func (inv *Inventory) Has(key Key) bool { return key.Kind.of().has(inv, key) }
