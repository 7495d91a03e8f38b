package output

import (
	"jettison/model"
	"jettison/store/wire"
)

// The names of values in documents, beside those of package wire, which the journal
// has too. docs/json.md lists them.

func storeNames() wire.Names[model.Store] {
	return wire.Names[model.Store]{
		model.StoreUnknown:    "unknown store",
		model.StoreGraph:      "graphdriver",
		model.StoreContainerd: "containerd store",
		model.StorePodman:     "podman",
	}
}

// usageNames are also what templates and tables show of an image.
func usageNames() wire.Names[model.RowState] {
	return wire.Names[model.RowState]{
		model.RowRunning:  "running",
		model.RowStopped:  "stopped",
		model.RowService:  "service",
		model.RowParent:   "parent",
		model.RowUnused:   "unused",
		model.RowDangling: "dangling",
	}
}

func blockerNames() wire.Names[model.BlockerKind] {
	return wire.Names[model.BlockerKind]{
		model.BlockerRunning:        "running-container",
		model.BlockerStopped:        "stopped-container",
		model.BlockerDescendant:     "descendant",
		model.BlockerReference:      "reference",
		model.BlockerAlive:          "runs",
		model.BlockerMount:          "mounting-container",
		model.BlockerService:        "service",
		model.BlockerExternal:       "external-container",
		model.BlockerLastPlatform:   "last-platform",
		model.BlockerSharedContent:  "shared-content",
		model.BlockerUnknownContent: "unknown-content",
		model.BlockerPinned:         "pinned-container",
		model.BlockerUnsavable:      "unsavable",
		model.BlockerWritten:        "writing-container",
		model.BlockerBuilding:       "build",
		model.BlockerCacheChild:     "cache-child",
	}
}

func wayNames() wire.Names[model.RestoreWay] {
	return wire.Names[model.RestoreWay]{
		model.RestoreNothing:    "there",
		model.RestoreTag:        "tag",
		model.RestoreLoad:       "load",
		model.RestorePull:       "pull",
		model.RestoreImpossible: "none",
	}
}

// remedyNames are also what the flags of rm are called.
func remedyNames() wire.Names[model.Remedy] {
	return wire.Names[model.Remedy]{
		model.RemedyNone:            "", // left out
		model.RemedySkip:            "skip",
		model.RemedyRemoveStopped:   "remove-stopped",
		model.RemedyStopRemove:      "stop-running",
		model.RemedyMarkDescendants: "with-descendants",
		model.RemedyUntag:           "untag",
		model.RemedyForce:           "force",
		model.RemedyMarkReferences:  "with-references",
		model.RemedyWithoutBackup:   "without-backup",
	}
}

// listedRemedies are the remedies in the order in which a step lists those that were
// chosen for it.
func listedRemedies() []model.Remedy {
	return []model.Remedy{
		model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyMarkDescendants, model.RemedyForce,
		model.RemedyUntag, model.RemedyMarkReferences, model.RemedyWithoutBackup, model.RemedySkip,
	}
}

// flagOf returns the flag of rm that chooses a remedy; empty when there is none.
func flagOf(remedy model.Remedy) string {
	switch remedy {
	case model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyMarkDescendants, model.RemedyForce, model.RemedyWithoutBackup:
		return "--" + remedyNames().Of(remedy)
	case model.RemedyNone, model.RemedySkip, model.RemedyUntag, model.RemedyMarkReferences:
	}
	return ""
}
