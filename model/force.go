package model

// EffectOfForce is what an engine does when the removal of an image that
// containers hold is forced. It was measured on Docker 20.10, 26, 28 and 29
// with both stores, and on Podman 4.3, 5.4 and 5.8.
func EffectOfForce(engine Engine, running, tagged bool) ForceEffect {
	switch {
	case engine.Store == StorePodman && !engine.atLeast(5, 6):
		return ForceKillsContainers
	case engine.Store == StorePodman && running:
		return ForceRefused
	case engine.Store == StorePodman:
		return ForceRemovesContainers
	case running && tagged:
		return ForceUntags
	case running:
		return ForceRefused
	}
	return ForceDeletesKeepingBytes
}

// EffectOn is what force does about a blocker on an engine; tagged is whether the image has
// a tag. Docker keeps the layers of a mounted image until its containers go; Podman deletes
// them, even while a container runs.
func (b *Blocker) EffectOn(engine Engine, tagged bool) ForceEffect {
	switch b.Kind {
	case BlockerRunning, BlockerStopped:
		return EffectOfForce(engine, b.Kind == BlockerRunning, tagged)
	case BlockerMount:
		if engine.Store == StorePodman {
			return ForceBreaksMounts
		}
		return ForceDeletesKeepingBytes
	case BlockerService:
		return ForceStrandsServices
	case BlockerExternal:
		return ForceRemovesContainers
	case BlockerDescendant, BlockerReference, BlockerAlive, BlockerLastPlatform, BlockerSharedContent, BlockerUnknownContent, BlockerPinned,
		BlockerUnsavable, BlockerWritten, BlockerBuilding, BlockerCacheChild:
	}
	return ForceNothing
}
