package model

// volumeKind implements kind for volumes.
type volumeKind struct{ unsupportedKind }

// short cuts a name that the engine made up.
func (volumeKind) short(name string) string {
	if isMadeUp(name) {
		return shortHex(name)
	}
	return name
}

func (volumeKind) find(inv *Inventory, target Target) (Thing, bool) {
	if v, ok := inv.Volume(target.ID); ok {
		return v, true
	}
	return inv.other(target)
}

func (volumeKind) size(thing Thing) int64 {
	if v, ok := thing.(*Volume); ok {
		return v.Size
	}
	return Unknown
}
