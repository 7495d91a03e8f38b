package model

import (
	"time"

	"jettison/model/layers"
)

// Details holds what an inspection adds to an image's list entry.
type Details struct {
	ID         ImageID
	Platform   string // such as "linux/arm64/v8"
	Author     string // may be empty
	Comment    string // may be empty
	Entrypoint []string
	Cmd        []string
	Env        []string // "NAME=value"
	WorkingDir string
	User       string
	Ports      []string // exposed ports, such as "8080/tcp", sorted
	Volumes    []string // declared volumes, sorted
	// Layers are the steps of the image's history, the base first.
	Layers []HistoryStep
	// Inspection is the engine's answer as indented JSON, each line clean.
	Inspection string
	// Aligned reports whether each layer certainly stands beside the instruction
	// that made it. The API does not link them: when false, the sizes still belong
	// to the instructions, but a chain ID may be off by an empty step.
	Aligned bool
}

// HistoryStep is one instruction of an image's history.
type HistoryStep struct {
	Instruction string         // such as "COPY . /app", without the builder's wrapping
	Raw         string         // as the engine gave it
	Layer       layers.ChainID // the layer that it made; empty when it made none
	Image       ImageID        // the image of the step, where the engine kept it
	Size        int64          // bytes
	Created     time.Time
	Empty       bool // it made no layer
}
