package model

import "slices"

// ByState are containers, those that hold the most first.
func ByState(containers []*Container) []*Container {
	containers = slices.Clone(containers)
	slices.SortStableFunc(containers, func(a, b *Container) int { return a.State.Rank() - b.State.Rank() })
	return containers
}

// Rank orders states from those that hold the most to those that hold the
// least: running first, dead last, words that are not known after them.
func (s ContainerState) Rank() int {
	states := [...]ContainerState{
		StateRunning, StateRestarting, StatePaused, StateCreated, StateExited, StateRemoving, StateDead,
	}
	if i := slices.Index(states[:], s); i >= 0 {
		return i
	}
	return len(states)
}

// RunningOrStopped is "running" or "stopped": what the state comes down to when its
// image is to be deleted.
func (s ContainerState) RunningOrStopped() string {
	if s.Running() {
		return "running"
	}
	return "stopped"
}
