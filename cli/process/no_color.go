package process

import "os"

// NoColor reports whether NO_COLOR has any value (https://no-color.org).
func NoColor() bool { return os.Getenv("NO_COLOR") != "" }

// NormalizeNoColor makes every library honor NO_COLOR: some parse it as a boolean and take
// "NO_COLOR=yes" for unset.
func NormalizeNoColor() {
	if NoColor() {
		// It fails only for malformed names.
		_ = os.Setenv("NO_COLOR", "1")
	}
}
