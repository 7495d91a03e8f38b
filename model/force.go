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
