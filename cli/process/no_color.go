package process

import "os"

// NoColor reports whether NO_COLOR has any value (https://no-color.org).
func NoColor() bool { return os.Getenv("NO_COLOR") != "" }

// NormalizeNoColor makes every library see NO_COLOR: some read it as a boolean
// and would take "NO_COLOR=yes" for unset.
func NormalizeNoColor() {
	if NoColor() {
		// It fails for malformed names only.
		_ = os.Setenv("NO_COLOR", "1")
	}
}
