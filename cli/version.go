package cli

import "runtime/debug"

// The release build sets both with -ldflags "-X jettison/cli.version=1.2.3".
//
//nolint:gochecknoglobals // the linker can set nothing but package variables; nobody assigns to them
var (
	version string
	commit  string
)

const shortCommit = 7

// versionText is the version with its commit, such as "1.2.3 (1a2b3c4)"; of a
// build from a checkout, what the go command recorded.
func versionText() string {
	text, revision := version, commit
	if info, ok := debug.ReadBuildInfo(); ok {
		if text == "" {
			text = info.Main.Version
		}
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" && revision == "" {
				revision = setting.Value
			}
		}
	}
	if text == "" || text == "(devel)" {
		text = "built from source"
	}
	if len(revision) > shortCommit {
		revision = revision[:shortCommit]
	}
	if revision != "" {
		text += " (" + revision + ")"
	}
	return text
}
