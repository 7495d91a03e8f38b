package policy

import (
	"jettison/model"
	"jettison/model/query"
	"jettison/model/size"
)

// Selection holds the images that a policy removes from one inventory. It is
// immutable.
type Selection struct {
	// Remove are the references and untagged images that go, in the order of
	// the policy.
	Remove []model.Key
	// Blocked are those that would go before the budget holds and the batch is
	// full, but that a container or a descendant blocks.
	Blocked []model.Key
	// Kept are those that a remove query matches and that stay, in the order of
	// the inventory.
	Kept []Kept
	// Choices let stopped containers go with their images.
	Choices model.Choices
	// Reclaim is what comes back; Images is how many images are removed or
	// untagged.
	Reclaim size.Range
	Images  int
	// Missing is the bytes by which the budget is still exceeded after the removal;
	// 0 if it is met.
	Missing int64
	// Problem is why nothing can be removed; nil if it can.
	Problem *model.Problem
	// Unresolved are the images that the queries name and that do not exist.
	Unresolved []*query.Error
}

// Marks returns all keys of the policy's plan. It includes what is blocked,
// which waits for a remedy.
func (s *Selection) Marks() []model.Key {
	return append(append([]model.Key(nil), s.Remove...), s.Blocked...)
}

// Kept is a reference that matches and stays.
type Kept struct {
	Key    model.Key
	Reason Reason
	By     string    // the query of ReasonKeep and ReasonUndecided
	Pin    model.Pin // of ReasonPinned
	// Untimed is true if By, of ReasonUndecided, asks for a tag time that is not known.
	Untimed bool
}

// Reason is why something stays that a remove query matches.
type Reason uint8

// The reasons.
const (
	ReasonKeep      Reason = iota // a keep query matches it
	ReasonUndecided               // whether a keep query matches it is not known
	ReasonPinned                  // a pin protects it
	ReasonNoGain                  // it is a tag of an image that stays, and the policy has a budget
	ReasonBudget                  // the budget holds without it
	ReasonBatch                   // the batch is full; it is for the next run
)
