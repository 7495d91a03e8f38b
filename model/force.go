package model

// EffectOfForce is what an engine does when the removal of an image that
// containers hold is forced. It was measured on Docker 20.10, 26, 28 and 29
// with both stores, and on Podman 4.3 and 5.4.
func EffectOfForce(store Store, running, tagged bool) ForceEffect {
	switch {
	case store == StorePodman:
		return ForceKillsContainers
	case running && tagged:
		return ForceUntags
	case running:
		return ForceRefused
	}
	return ForceDeletesKeepingBytes
}
