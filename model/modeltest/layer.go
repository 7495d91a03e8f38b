package modeltest

import (
	"time"

	"jettison/model/layers"
)

// Layer is one layer on top of those below it. Layers are never changed once
// made; images that stand on the same layers share the pointers.
type Layer struct {
	DiffID  string
	ChainID layers.ChainID
	Size    int64  // bytes of this layer alone
	Total   int64  // bytes of this layer and of all below
	Below   *Layer // nil for a base layer
	Depth   int    // 1 for a base layer
	// Index numbers the layers of a world from 0 in the order they were made.
	Index int
}

// Entry is one entry of an image's history on top of the earlier ones.
type Entry struct {
	CreatedBy string
	Comment   string
	Created   time.Time
	Layer     *Layer // nil when the instruction made no layer
	Below     *Entry // the entry before; nil for the first
	top       *Layer
}

// Top is the uppermost layer up to this entry, nil when there is none.
func (e *Entry) Top() *Layer {
	if e == nil {
		return nil
	}
	return e.top
}

// Instruction is one step of making an image.
type Instruction struct {
	By      string // as the history shows it
	Size    int64  // bytes of the layer that it makes
	Empty   bool   // it makes no layer
	Comment string
}

// Run is an instruction that makes a layer of size bytes.
func Run(by string, size int64) Instruction { return Instruction{By: by, Size: size} }

// Set is an instruction that makes no layer, such as ENV or CMD.
func Set(by string) Instruction { return Instruction{By: by, Empty: true} }

// Stack puts instructions on top of a history and returns its new uppermost
// entry; on may be nil. Each layer is a new one: what shares layers must be
// stacked on the same entry.
func (w *World) Stack(on *Entry, created time.Time, instructions ...Instruction) *Entry {
	for _, instruction := range instructions {
		entry := &Entry{
			CreatedBy: instruction.By, Comment: instruction.Comment,
			Created: created, Below: on, top: on.Top(),
		}
		if !instruction.Empty {
			entry.Layer = w.layer(on.Top(), instruction.Size)
			entry.top = entry.Layer
		}
		on = entry
	}
	return on
}

func (w *World) layer(below *Layer, size int64) *Layer {
	layer := &Layer{DiffID: w.digest(), Size: size, Total: size, Below: below, Depth: 1, Index: w.Layers}
	w.Layers++
	var chain layers.ChainID
	if below != nil {
		chain = below.ChainID
		layer.Depth = below.Depth + 1
		layer.Total += below.Total
	}
	layer.ChainID = ChainID(chain, layer.DiffID)
	return layer
}
