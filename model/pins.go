package model

import (
	"strings"

	"jettison/model/reference"
)

// KeepLabel protects an image that has it, with any value but those that say no:
// "false", "no" and "0". A hidden parent is a step of the images built on it, and
// goes with the last of them, whatever its labels.
const KeepLabel = "jettison.keep"

// Pin protects a row, or a thing that is no image, from every removal.
type Pin struct {
	// Query is the pin, in the language of the filter; empty for the label.
	Query string
	// Configured reports whether the pin stands in the configuration, which only its
	// owner edits.
	Configured bool
	// Undecided reports that it is not known yet whether the query matches.
	Undecided bool
}

// Pins holds the rows and other things that the queries of pins protect.
type Pins map[Key]Pin

// WithPins is the inventory with other pins in place of those before. Labels
// protect without them.
func (inv *Inventory) WithPins(pins Pins) *Inventory {
	next := *inv
	next.pins = pins
	return &next
}

// Pin returns the pin that protects a row. Protected rows are neither marked nor
// planned to go. If a label and a query protect the row, it returns the label's.
func (inv *Inventory) Pin(key Key) (Pin, bool) {
	if key.Platform != "" {
		return inv.pinOfAny(key.Image())
	}
	if image, ok := inv.byID[key.Image()]; ok && image.labelledKeep() && inv.Has(key) {
		return Pin{}, true
	}
	pin, ok := inv.pins[key]
	return pin, ok
}

// pinOfAny returns the pin that protects any row of an image: what one of its names is kept
// for may need each of its platforms.
func (inv *Inventory) pinOfAny(id ImageID) (Pin, bool) {
	image, ok := inv.byID[id]
	if !ok {
		return Pin{}, false
	}
	return inv.pinOf(id, image.Refs())
}

// pinned reports whether a row is protected.
func (inv *Inventory) pinned(key Key) bool {
	_, ok := inv.Pin(key)
	return ok
}

func (i *Image) labelledKeep() bool {
	value, ok := i.Labels[KeepLabel]
	if !ok {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "false", "no", "0":
		return false
	}
	return true
}

// PinnedKey is a row that a plan was asked to remove and that a pin protects.
type PinnedKey struct {
	Key Key
	Pin Pin
	// Called is the name of what is no image.
	Called string
}

func (inv *Inventory) pinnedKey(key Key, pin Pin) PinnedKey {
	pinned := PinnedKey{Key: key, Pin: pin}
	if thing, ok := inv.Thing(key.Target); ok && key.Kind != KindImage {
		pinned.Called = thing.Called()
	}
	return pinned
}

// Name is the reference, a digest in short, or the image where it has none; of what is no
// image its name.
func (p *PinnedKey) Name() string {
	switch {
	case p.Called != "":
		return p.Called
	case p.Key.Ref != "":
		return reference.Short(p.Key.Ref)
	}
	return p.Key.Short()
}
