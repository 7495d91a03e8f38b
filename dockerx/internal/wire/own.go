package wire

import "strings"

// What an executed step gives an engine for a moment. Nobody is shown it.
const (
	// HoldRepository is where the names are that images get.
	HoldRepository = "jettison-hold"
	// StandInLabel marks the empty images that take names over.
	StandInLabel = "jettison.stand-in"
)

// IsHold reports whether a reference is in HoldRepository.
func IsHold(ref string) bool {
	rest, ok := strings.CutPrefix(ref, HoldRepository)
	return ok && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "@"))
}
