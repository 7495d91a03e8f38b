// Package cli holds jettison's commands and flags and wires the engine to the
// screen. It draws nothing itself.
package cli
