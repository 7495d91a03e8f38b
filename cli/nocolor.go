package cli

import "os"

// noColor reports whether NO_COLOR has any value (https://no-color.org).
func noColor() bool { return os.Getenv("NO_COLOR") != "" }

// normalizeNoColor makes every library see NO_COLOR: some read it as a boolean
// and would take "NO_COLOR=yes" for unset.
func normalizeNoColor() {
	if noColor() {
		// It fails for malformed names only.
		_ = os.Setenv("NO_COLOR", "1")
	}
}
