package model

import (
	"cmp"
	"slices"
	"strings"
)

// ContainerColumn is something that containers can be sorted by.
type ContainerColumn uint8

// The columns of the container list.
const (
	ContainerColumnState ContainerColumn = iota // running first
	ContainerColumnName                         // "web-2" before "web-10"
	ContainerColumnImage
	ContainerColumnImageID
	ContainerColumnSize // unknown counts as less than nothing
	ContainerColumnCreated
	ContainerColumnSince // when the state began; unknown counts as long ago
	ContainerColumnHolds // images held down, then bytes that only its image has
	ContainerColumnOthers
)

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

// OrderContainers gives the indexes of the inventory's containers in ascending
// order of a column; ties are by name and then by ID, so that equal rows never
// change places. holds must be of the same inventory.
func (inv *Inventory) OrderContainers(column ContainerColumn, holds *Holds) []int32 {
	order := make([]int32, len(inv.containers))
	for i := range order {
		order[i] = int32(i)
	}
	compare := inv.containerComparison(column, holds)
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Or(compare(a, b), CompareVersions(inv.containers[a].Name, inv.containers[b].Name),
			strings.Compare(string(inv.containers[a].ID), string(inv.containers[b].ID)))
	})
	return order
}

func (inv *Inventory) containerComparison(column ContainerColumn, holds *Holds) func(a, b int32) int {
	by := func(value func(*Container) int64) func(a, b int32) int {
		values := make([]int64, len(inv.containers))
		for i, c := range inv.containers {
			values[i] = value(c)
		}
		return func(a, b int32) int { return cmp.Compare(values[a], values[b]) }
	}
	switch column {
	case ContainerColumnState:
		return func(a, b int32) int {
			x, y := inv.containers[a].State, inv.containers[b].State
			return cmp.Or(cmp.Compare(x.Rank(), y.Rank()), strings.Compare(string(x), string(y)))
		}
	case ContainerColumnImage:
		return inv.byImageName()
	case ContainerColumnImageID:
		return func(a, b int32) int {
			return strings.Compare(string(inv.containers[a].Image), string(inv.containers[b].Image))
		}
	case ContainerColumnSize:
		return by(func(c *Container) int64 { return c.Size })
	case ContainerColumnCreated:
		return by(func(c *Container) int64 { return c.Created.Unix() })
	case ContainerColumnSince:
		return by(func(c *Container) int64 { return c.Since.Unix() })
	case ContainerColumnHolds:
		images := by(func(c *Container) int64 { return int64(holds.Of(c).Images()) })
		unique := by(func(c *Container) int64 { return holds.Of(c).Unique.Min })
		return func(a, b int32) int { return cmp.Or(images(a, b), unique(a, b)) }
	case ContainerColumnOthers:
		return by(func(c *Container) int64 { hold := holds.Of(c); return int64(hold.Others + hold.Built) })
	case ContainerColumnName:
	}
	return func(int32, int32) int { return 0 }
}

// byImageName puts images with a name before those without.
func (inv *Inventory) byImageName() func(a, b int32) int {
	named, texts := make([]bool, len(inv.containers)), make([]string, len(inv.containers))
	for i, c := range inv.containers {
		texts[i], named[i] = inv.ImageName(c)
	}
	return func(a, b int32) int {
		if named[a] != named[b] {
			if named[a] {
				return -1
			}
			return 1
		}
		return CompareVersions(texts[a], texts[b])
	}
}
